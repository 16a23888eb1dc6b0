using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Trials;

/// <summary>What a list of calls is made in: settings and TAs, as a script has them and as a world boots with them.</summary>
internal sealed class TrialSetup
{
    private TrialSetup(string file, IReadOnlyList<Statement> head, SecureWorldOptions options)
    {
        File = file;
        Head = head;
        Options = options;
        Compiler = new CallCompiler(options.Tas);
    }

    /// <summary>What messages call the script.</summary>
    public string File { get; }

    /// <summary>Settings and TAs, without comments.</summary>
    public IReadOnlyList<Statement> Head { get; }

    /// <summary>What a world boots with. The driver is guarded.</summary>
    public SecureWorldOptions Options { get; }

    /// <summary>Works out what calls do.</summary>
    public CallCompiler Compiler { get; }

    /// <summary>The setup of a script. Another driver than the one that it names is written into it, so that it shows with it what it shows here.</summary>
    public static TrialSetup Of(Scenario scenario)
    {
        IDriverFactory driver = scenario.Options.Driver;
        Script script = scenario.Script;
        IEnumerable<Statement> head = script.Statements.Where(s => s is not (CallStatement or RepeatStatement or ExpectStatement or CommentStatement)).Select(Bare);
        string named = script.Statements.OfType<DriverStatement>().FirstOrDefault()?.Driver.Text ?? DriverCatalog.All[0].Name;
        // What comes from an assembly has no name that a script could say.
        if (driver.Name != named && DriverCatalog.Find(driver.Name) is not null) head = WithDriver(head, driver.Name);
        return new TrialSetup(script.File, [.. head], scenario.Options with { GuardDriver = true });
    }

    /// <summary>The setup with another head; null when the core can't boot with it, or would be another one.</summary>
    public TrialSetup? WithHead(IReadOnlyList<Statement> head)
    {
        Scenario? scenario = Scenario.Of(new Script(File, head), out _);
        if (scenario is null) return null;
        IDriverFactory driver = DriverCatalog.Find(Options.Driver.Name) is null ? Options.Driver : scenario.Options.Driver;
        return new TrialSetup(File, head, scenario.Options with { GuardDriver = true, Driver = driver });
    }

    private static IEnumerable<Statement> WithDriver(IEnumerable<Statement> head, string driver)
    {
        foreach (Statement statement in head)
        {
            if (statement is DriverStatement) continue;
            yield return statement;
            if (statement is TargetStatement) yield return new DriverStatement(default, new Name(driver, default));
        }
    }

    private static Statement Bare(Statement statement) => statement switch
    {
        TaStatement ta => ta with { TrailingComment = null, Body = [.. ta.Body.Where(line => line is not CommentStatement).Select(Bare)], ClosingComment = null },
        _ => statement with { TrailingComment = null },
    };
}

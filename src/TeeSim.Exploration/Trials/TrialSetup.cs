using TeeSim.Kernel;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Trials;

/// <summary>What a list of steps is made in: settings and TAs, as a script has them and as a world boots with them.</summary>
internal sealed class TrialSetup
{
    private TrialSetup(IReadOnlyList<Statement> head, Scenario scenario)
    {
        Head = head;
        Scenario = scenario;
        Compiler = scenario.NewCompiler();
    }

    /// <summary>What messages call the script.</summary>
    public string File => Scenario.Script.File;

    /// <summary>Settings and TAs, without comments.</summary>
    public IReadOnlyList<Statement> Head { get; }

    /// <summary>What a world boots with.</summary>
    public Scenario Scenario { get; }

    /// <summary>Works out what calls do.</summary>
    public CallCompiler Compiler { get; }

    /// <summary>
    /// The setup of a script. Another driver than the one that it names is written into it, so that it shows with it what it shows here.
    /// </summary>
    public static TrialSetup Of(Scenario scenario)
    {
        Script script = scenario.Script;
        IEnumerable<Statement> head =
            script.Statements.Where(s => s is not (CallStatement or RepeatStatement or ExpectStatement or CommentStatement)).Select(Bare);
        string driver = scenario.Options.Driver.Name;
        // What comes from an assembly has no name that a script could say.
        if (!scenario.HasNamedDriver && DriverCatalog.Find(driver) is not null) head = WithDriver(head, driver);
        return new TrialSetup([.. head], scenario);
    }

    /// <summary>The setup with another head; null when the core can't boot with it, or would be another one.</summary>
    public TrialSetup? WithHead(IReadOnlyList<Statement> head)
    {
        Kernel.Drivers.IDriverFactory driver = Scenario.Options.Driver;
        Scenario? scenario = Scenario.Of(new Script(File, head), out _, DriverCatalog.Find(driver.Name) is null ? driver : null);
        return scenario is null ? null : new TrialSetup(head, scenario);
    }

    private static IEnumerable<Statement> WithDriver(IEnumerable<Statement> head, string driver)
    {
        foreach (Statement statement in head)
        {
            if (statement is SettingStatement named && named.Is(SettingForm.Driver)) continue;
            yield return statement;
            if (statement is SettingStatement target && target.Is(SettingForm.Target))
                yield return new SettingStatement(default, SettingForm.Driver.Keyword, new NameValue(new Name(driver, default)));
        }
    }

    private static Statement Bare(Statement statement) => statement switch
    {
        TaStatement ta => ta with
        {
            TrailingComment = null,
            Body = [.. ta.Body.Where(line => line is not CommentStatement).Select(Bare)],
            ClosingComment = null,
        },
        _ => statement with { TrailingComment = null },
    };
}

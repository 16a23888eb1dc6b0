using TeeSim.Core.Diagnostics;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Setup;

/// <summary>A script that is right in all respects and can run.</summary>
public sealed class Scenario
{
    private Scenario(Script script, SecureWorldOptions options, IDriverFactory named)
    {
        Script = script;
        Options = options;
        NamedDriver = named;
        Language = Language.Of(options.Driver);
    }

    /// <summary>The script.</summary>
    public Script Script { get; }

    /// <summary>
    /// What its world boots with. The driver is always watched: what it does to memory that is not its own ends a run like a panic.
    /// </summary>
    public SecureWorldOptions Options { get; }

    /// <summary>The driver that the script names, or that it has when it names none.</summary>
    public IDriverFactory NamedDriver { get; }

    /// <summary>Whether the driver is the one that the script was written for.</summary>
    public bool HasNamedDriver => Options.Driver.Name == NamedDriver.Name;

    /// <summary>What can be said in it.</summary>
    public Language Language { get; }

    /// <summary>Works out what its calls do.</summary>
    /// <param name="print">Is given the lines that a program of the normal world prints; null when nobody wants them.</param>
    public CallCompiler NewCompiler(Action<string>? print = null) => new(Language.Calls, Options.Tas, print);

    /// <summary>The same script with another driver in the place of the one that it names.</summary>
    /// <exception cref="ArgumentException">The driver does not have the calls that the script makes.</exception>
    public Scenario WithDriver(IDriverFactory driver) =>
        WithDriver(driver, out IReadOnlyList<Diagnostic> diagnostics) ?? throw new ArgumentException($"{diagnostics[0]}", nameof(driver));

    /// <summary>
    /// The same script with another driver in the place of the one that it names; null when the driver does not have
    /// the calls that the script makes.
    /// </summary>
    /// <param name="driver">The driver.</param>
    /// <param name="diagnostics">What is wrong then; empty on success.</param>
    public Scenario? WithDriver(IDriverFactory driver, out IReadOnlyList<Diagnostic> diagnostics)
    {
        diagnostics = driver.EntryPoints.SequenceEqual(Options.Driver.EntryPoints) && driver.Settings.SequenceEqual(Options.Driver.Settings)
            ? []
            : ScriptChecker.Check(Script, Language.Of(driver), ScenarioSetup.KnownNames);
        return diagnostics.Count > 0 ? null : new Scenario(Script, Options with { Driver = driver }, NamedDriver);
    }

    /// <summary>Reads, parses and checks a file.</summary>
    /// <param name="path">The script.</param>
    /// <param name="diagnostics">What is wrong with it; empty on success.</param>
    /// <returns>The scenario, or null.</returns>
    /// <param name="from">The state that it is to go on from; null when it starts with a boot.</param>
    /// <param name="driver">The driver in the place of the one that it names; null for that one.</param>
    public static Scenario? Load(
        string path, out IReadOnlyList<Diagnostic> diagnostics, RunState? from = null, IDriverFactory? driver = null)
    {
        ScriptFile file = ScriptFile.Read(path);
        if (file.IsText) return Parse(path, file.Text, out diagnostics, from, driver);
        diagnostics = [file.Problem];
        return null;
    }

    /// <summary>Checks a script that was not read from a file, but made.</summary>
    /// <param name="script">The script.</param>
    /// <param name="diagnostics">What is wrong with it; empty on success.</param>
    /// <param name="driver">The driver in the place of the one that it names; null for that one.</param>
    public static Scenario? Of(Script script, out IReadOnlyList<Diagnostic> diagnostics, IDriverFactory? driver = null) =>
        Check(script, out diagnostics, from: null, driver);

    /// <summary>Parses and checks a text.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="text">The script.</param>
    /// <param name="diagnostics">What is wrong with it; empty on success.</param>
    /// <param name="from">The state that it is to go on from; null when it starts with a boot.</param>
    /// <param name="driver">The driver in the place of the one that it names; null for that one.</param>
    public static Scenario? Parse(
        string file, string text, out IReadOnlyList<Diagnostic> diagnostics, RunState? from = null, IDriverFactory? driver = null)
    {
        ParseResult parsed = ScriptParser.Parse(file, text);
        diagnostics = parsed.Diagnostics;
        return parsed.Script is { } script ? Check(script, out diagnostics, from, driver) : null;
    }

    private static Scenario? Check(Script script, out IReadOnlyList<Diagnostic> diagnostics, RunState? from, IDriverFactory? driver)
    {
        string file = script.File;
        IDriverFactory named = ScenarioSetup.DriverOf(script);
        diagnostics = ScriptChecker.Check(script, Language.Of(driver ?? named), ScenarioSetup.KnownNames, from);
        if (diagnostics.Count > 0) return null;
        var contradictions = new List<Diagnostic>();
        SecureWorldOptions? options = ScenarioSetup.Options(script, contradictions);
        contradictions = [.. DiagnosticList.InFileOrder(contradictions)];
        if (from is not null && from.Settings != SettingsOf(script))
        {
            contradictions.Add(new Diagnostic(SourcePosition.OfFile(file), "the state was saved by a script with other settings or TAs; "
                + "a script can go on only with the same ones, written the same way"));
        }
        diagnostics = contradictions;
        if (options is null || contradictions.Count > 0) return null;
        var scenario = new Scenario(script, driver is null ? options : options with { Driver = driver }, named);
        if (from is not null && StateCheck.WhyNot(scenario.Options, from) is { } why)
        {
            diagnostics = [new Diagnostic(SourcePosition.OfFile(file), $"the state can't be continued: {why}")];
            return null;
        }

        return scenario;
    }

    /// <summary>The settings and TAs of a script, printed without comments.</summary>
    internal static string SettingsOf(Script script) => ScriptPrinter.Print(script with
    {
        Statements =
        [
            .. script.Statements.Where(s => s is not (CallStatement or RepeatStatement or ExpectStatement or CommentStatement))
                .Select(s => s switch
                {
                    TaStatement ta => Bare(ta) with
                    {
                        Body = [.. ta.Body.Where(line => line is not CommentStatement).Select(Bare)],
                        ClosingComment = null,
                    },
                    _ => Bare(s),
                }),
        ],
    });

    private static T Bare<T>(T statement) where T : Statement => statement with { TrailingComment = null, BlankLineBefore = false };
}

using TeeSim.Core.Diagnostics;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>A script that is right in all respects and can run.</summary>
public sealed class Scenario
{
    private Scenario(Script script, SecureWorldOptions options)
    {
        Script = script;
        Options = options;
    }

    /// <summary>The script.</summary>
    public Script Script { get; }

    /// <summary>What its world boots with.</summary>
    public SecureWorldOptions Options { get; }

    /// <summary>The same script with another driver in the place of the one that it names.</summary>
    public Scenario WithDriver(IDriverFactory driver) => new(Script, Options with { Driver = driver });

    /// <summary>The same script with a driver that is watched: what it does to memory that is not its own ends the run like a panic.</summary>
    public Scenario Guarded() => new(Script, Options with { GuardDriver = true });

    /// <summary>Reads, parses and checks a file.</summary>
    /// <param name="path">The script.</param>
    /// <param name="diagnostics">What is wrong with it; empty on success.</param>
    /// <returns>The scenario, or null.</returns>
    /// <param name="from">The state that it is to go on from; null when it starts with a boot.</param>
    public static Scenario? Load(string path, out IReadOnlyList<Diagnostic> diagnostics, RunState? from = null)
    {
        ScriptFile file = ScriptFile.Read(path);
        if (file.IsText) return Parse(path, file.Text, out diagnostics, from);
        diagnostics = [file.Problem];
        return null;
    }

    /// <summary>Checks a script that was not read from a file, but made.</summary>
    /// <param name="script">The script.</param>
    /// <param name="diagnostics">What is wrong with it; empty on success.</param>
    public static Scenario? Of(Script script, out IReadOnlyList<Diagnostic> diagnostics) => Check(script, out diagnostics, from: null);

    /// <summary>Parses and checks a text.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="text">The script.</param>
    /// <param name="diagnostics">What is wrong with it; empty on success.</param>
    /// <param name="from">The state that it is to go on from; null when it starts with a boot.</param>
    public static Scenario? Parse(string file, string text, out IReadOnlyList<Diagnostic> diagnostics, RunState? from = null)
    {
        ParseResult parsed = ScriptParser.Parse(file, text);
        diagnostics = parsed.Diagnostics;
        return parsed.Script is { } script ? Check(script, out diagnostics, from) : null;
    }

    private static Scenario? Check(Script script, out IReadOnlyList<Diagnostic> diagnostics, RunState? from)
    {
        string file = script.File;
        diagnostics = ScriptChecker.Check(script, ScenarioSetup.KnownNames, from?.Names ?? []);
        if (diagnostics.Count > 0) return null;
        var contradictions = new List<Diagnostic>();
        SecureWorldOptions? options = ScenarioSetup.Options(script, contradictions);
        if (from is not null && from.Settings != SettingsOf(script))
            contradictions.Add(new Diagnostic(SourcePosition.OfFile(file), "the state was saved by a script with other settings or TAs; a script can go on only with the same ones, written the same way"));
        diagnostics = contradictions;
        if (options is null || contradictions.Count > 0) return null;
        var scenario = new Scenario(script, options);
        if (from is not null && ScenarioRun.CheckState(scenario, from) is { } why)
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
            .. script.Statements.Where(s => s is not (CallStatement or RepeatStatement or ExpectStatement or CommentStatement)).Select(s => s switch
            {
                TaStatement ta => Bare(ta) with { Body = [.. ta.Body.Where(line => line is not CommentStatement).Select(Bare)], ClosingComment = null },
                _ => Bare(s),
            }),
        ],
    });

    private static T Bare<T>(T statement) where T : Statement => statement with { TrailingComment = null, BlankLineBefore = false };
}

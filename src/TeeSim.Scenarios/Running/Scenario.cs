using TeeSim.Core.Diagnostics;
using TeeSim.Kernel;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Checking;
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
    public Scenario WithDriver(ITvpDriverFactory driver) => new(Script, Options with { Driver = driver });

    /// <summary>Reads, parses and checks a file.</summary>
    /// <param name="path">The script.</param>
    /// <param name="diagnostics">What is wrong with it; empty on success.</param>
    /// <returns>The scenario, or null.</returns>
    public static Scenario? Load(string path, out IReadOnlyList<Diagnostic> diagnostics)
    {
        ScriptFile file = ScriptFile.Read(path);
        if (file.IsText) return Parse(path, file.Text, out diagnostics);
        diagnostics = [file.Problem];
        return null;
    }

    /// <summary>Parses and checks a text.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="text">The script.</param>
    /// <param name="diagnostics">What is wrong with it; empty on success.</param>
    public static Scenario? Parse(string file, string text, out IReadOnlyList<Diagnostic> diagnostics)
    {
        ParseResult parsed = ScriptParser.Parse(file, text);
        diagnostics = parsed.Diagnostics;
        if (parsed.Script is not { } script) return null;
        diagnostics = ScriptChecker.Check(script, ScenarioSetup.KnownNames);
        if (diagnostics.Count > 0) return null;
        var contradictions = new List<Diagnostic>();
        SecureWorldOptions? options = ScenarioSetup.Options(script, contradictions);
        diagnostics = contradictions;
        return options is null ? null : new Scenario(script, options);
    }
}

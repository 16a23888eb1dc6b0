using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Finds what is wrong with a script that parses: names, types, arguments, order, limits.</summary>
public static class ScriptChecker
{
    /// <summary>How many calls and expectations a script can make, counting each time that a repeat runs.</summary>
    public const ulong MostSteps = 10_000_000;

    /// <summary>All that is wrong, in file order, at most 20 diagnostics; empty when the script can run.</summary>
    public static IReadOnlyList<Diagnostic> Check(Script script, KnownNames known) => new ScriptCheck(script, known).Run();
}

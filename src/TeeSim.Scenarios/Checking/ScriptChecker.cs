using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Finds what is wrong with a script that parses: names, types, arguments, order, limits.</summary>
public static class ScriptChecker
{
    /// <summary>How many calls and expectations a script can make, counting each time that a repeat runs.</summary>
    public const ulong MostSteps = 10_000_000;

    /// <summary>All that is wrong, in file order, at most 20 diagnostics; empty when the script can run.</summary>
    /// <param name="script">The script.</param>
    /// <param name="language">What can be said with its driver.</param>
    /// <param name="known">The names that TeeSim gives.</param>
    /// <param name="from">The state that the script goes on from; null when it starts with a boot.</param>
    public static IReadOnlyList<Diagnostic> Check(Script script, Language language, KnownNames known, RunState? from = null) =>
        new ScriptCheck(script, language, known, from).Run();
}

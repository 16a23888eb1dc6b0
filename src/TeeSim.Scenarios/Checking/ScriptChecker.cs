using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Finds what is wrong with a script that parses: names, types, arguments, order, limits.</summary>
public static class ScriptChecker
{
    /// <summary>How many calls and expectations a script can make, counting each time that a repeat runs.</summary>
    public const ulong MostSteps = 10_000_000;

    /// <summary>All that is wrong with a script that starts with a boot, in file order, at most 20 diagnostics; empty when it can run.</summary>
    /// <param name="script">The script.</param>
    /// <param name="known">The names that TeeSim gives.</param>
    public static IReadOnlyList<Diagnostic> Check(Script script, KnownNames known) => Check(script, known, []);

    /// <summary>All that is wrong, in file order, at most 20 diagnostics; empty when the script can run.</summary>
    /// <param name="script">The script.</param>
    /// <param name="known">The names that TeeSim gives.</param>
    /// <param name="earlier">What names stand for in the state that the script goes on from; empty when it boots.</param>
    public static IReadOnlyList<Diagnostic> Check(Script script, KnownNames known, IReadOnlyList<NamedResult> earlier) => new ScriptCheck(script, known, earlier).Run();
}

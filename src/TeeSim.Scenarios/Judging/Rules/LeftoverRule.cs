using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Objects;

namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>
/// Nothing is left at the end that processes can't take back any more. What nobody holds a pointer to has leaked; what the driver still
/// has, though nobody can close it, is an unreachable handle; what becomes more and more, though somebody has it, grows. A script with an
/// expectation about leaks judges leaks and growth itself, unless a fault has come in its way.
/// </summary>
internal sealed class LeftoverRule : IStateRule
{
    public IEnumerable<Finding> Judge(StateFacts state)
    {
        // What a call that never returns has in its hands is the consequence of that.
        if (state.Execution.Hangs > 0) yield break;
        IReadOnlyList<Leftover> left = state.Leftovers;
        if (left.Count == 0) yield break;
        foreach (IGrouping<FailureKind, Leftover> ofKind in left.GroupBy(l => KindOf(l, state)).OrderByDescending(g => g.Key))
        {
            if (ofKind.Key != FailureKind.Unreachable && state.JudgesLeaksItself) continue;
            yield return new Finding(ofKind.Key, "", 0, TextOf(ofKind.Key, [.. ofKind], state));
        }
    }

    /// <summary>What a leftover counts as.</summary>
    public static FailureKind KindOf(Leftover left, StateFacts state)
    {
        if (IsUnreachable(left, state)) return FailureKind.Unreachable;
        if (state.HasOrphansFrom(left.Site)) return FailureKind.Leak;
        // A record that the driver keeps becomes more; an object of the core that comes without one has been forgotten.
        bool isKept = state.Leftovers.Any(l => state.IsOfDriver(l.Site) && state.Grows(l.Site));
        return state.HasLost || !isKept || !state.Grows(left.Site) ? FailureKind.Leak : FailureKind.Growth;
    }

    /// <summary>Whether a leftover is of a handle that nobody can close.</summary>
    public static bool IsUnreachable(Leftover left, StateFacts state) =>
        left.Class == LeakClass.UntilTriedAgain
        || (!state.HasOrphansFrom(left.Site) && state.GivenUpHandle is not null && state.IsOfDriver(left.Site));

    /// <summary>What is said of a handle that nobody can close.</summary>
    public static string TextOfUnreachable(StateFacts state)
    {
        ParameterType type = state.GivenUpHandle?.Value.Type ?? ParameterType.Handle("handle");
        return $"{type.WithArticle} is still open that nobody will ever close";
    }

    private static string TextOf(FailureKind kind, Leftover[] left, StateFacts state)
    {
        switch (kind)
        {
            case FailureKind.Unreachable:
                return TextOfUnreachable(state);
            case FailureKind.Growth:
                bool isOne = left.Select(l => l.Site).Distinct().Count() == 1;
                return $"{Sites(left)} "
                    + $"{(isOne ? "becomes more and more, though somebody holds it" : "become more and more, though somebody holds them")}";
            default:
                return string.Join(
                    "; ", left.GroupBy(l => l.Class).OrderByDescending(g => g.Key).Select(g => $"leak from {Sites(g)}, {g.Key.Words()}"));
        }
    }

    private static string Sites(IEnumerable<Leftover> left) =>
        string.Join(", ", left.Select(l => SiteNames.Text(l.Site)).Distinct().Order(StringComparer.Ordinal));
}

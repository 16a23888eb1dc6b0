using System.Globalization;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Scenarios.Reports;

/// <summary>What leaked because of one call.</summary>
/// <param name="Kind">How the call is known to be guilty.</param>
/// <param name="Class">How long it stays.</param>
/// <param name="Guilty">
/// The first execution of the call without which it would have come free; where no single call can be left out for
/// that, of the one that allocated it.
/// </param>
/// <param name="LastRepetition">The repetition of the last execution that did so.</param>
/// <param name="TooLate">The call that would have freed it, had it come before the guilty one; null when no later call would have.</param>
/// <param name="TooLateResult">What that call returned when it came too late; null without such a call.</param>
/// <param name="Allocations">What leaked, by call site.</param>
public sealed record LeakReport(
    LeakKind Kind,
    LeakClass Class,
    CallReference Guilty,
    long LastRepetition,
    CallReference? TooLate,
    string? TooLateResult,
    IReadOnlyList<LeakedSite> Allocations)
{
    /// <summary>Payload bytes of all that leaked.</summary>
    public long Bytes => Allocations.Sum(a => a.Bytes);

    /// <summary>Blocks of all that leaked.</summary>
    public long Blocks => Allocations.Sum(a => a.Blocks);

    /// <summary>
    /// Whose fault leaks are: <c>the guilty call is `p: x()` (line 4), and 1 more</c>; null when there are
    /// none. The last one is the largest.
    /// </summary>
    public static string? GuiltyOf(IReadOnlyList<LeakReport> leaks)
    {
        if (leaks is not [.., var largest]) return null;
        string more = leaks.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {leaks.Count - 1:N0} more");
        return $"the guilty call is {largest.Guilty.WithoutRepetition}{more}";
    }

    /// <summary>Why this is a leak, as a sentence without a full stop.</summary>
    public string Reason => Kind switch
    {
        LeakKind.LostOwner when TooLate is not null =>
            $"ownerless since {Guilty}; {TooLate.WithoutRepetition} came too late and returned {TooLateResult}",
        LeakKind.LostOwner => $"ownerless since {Guilty}; no later call would have freed it",
        LeakKind.NeverOwned => $"ownerless since {Guilty} allocated it: nothing in memory holds its address",
        LeakKind.Kept => $"still there because of {Guilty}: without that call it comes free",
        _ => $"still there since {Guilty}: nobody takes it back, or can say any more what to take back",
    };
}

/// <summary>How a call is known to be guilty of a leak.</summary>
public enum LeakKind
{
    /// <summary>It took away the last pointer.</summary>
    LostOwner,

    /// <summary>It allocated what nobody but the memory management itself ever held a pointer to.</summary>
    NeverOwned,

    /// <summary>Somebody holds what it has kept from being freed.</summary>
    Kept,

    /// <summary>It gave something that nobody takes back.</summary>
    GivenUp,
}

/// <summary>The leaked blocks of one call site.</summary>
/// <param name="Site"><c>core/arch/arm/mm/mobj.c:168</c>.</param>
/// <param name="Function">The function that allocates there, or empty.</param>
/// <param name="Blocks">How many.</param>
/// <param name="Bytes">Their payload bytes.</param>
public sealed record LeakedSite(string Site, string Function, long Blocks, long Bytes);

/// <summary>Something that a process still has at the end, and can take back: no leak.</summary>
/// <param name="Given">The first call that gave it.</param>
/// <param name="Count">How many of them.</param>
public sealed record HeldReport(CallReference Given, long Count);

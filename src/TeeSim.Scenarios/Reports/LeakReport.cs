namespace TeeSim.Scenarios.Reports;

/// <summary>What leaked because of one call.</summary>
/// <param name="Kind">How it is known to be a leak.</param>
/// <param name="Guilty">The first execution of the call that removed the last owner; for what never had one, and for what grows, the call that allocated.</param>
/// <param name="LastRepetition">The repetition of the last execution that did so.</param>
/// <param name="TooLate">The call that would have freed it, had it come before the guilty one; null when no later call would have.</param>
/// <param name="TooLateResult">What that call returned when it came too late; null without such a call.</param>
/// <param name="Allocations">What leaked, by call site.</param>
/// <param name="StillThere">Whether some of it is still allocated at the end of the script.</param>
public sealed record LeakReport(
    LeakKind Kind,
    CallReference Guilty,
    long LastRepetition,
    CallReference? TooLate,
    string? TooLateResult,
    IReadOnlyList<LeakedSite> Allocations,
    bool StillThere)
{
    /// <summary>Payload bytes of all that leaked.</summary>
    public long Bytes => Allocations.Sum(a => a.Bytes);

    /// <summary>Blocks of all that leaked.</summary>
    public long Blocks => Allocations.Sum(a => a.Blocks);

    /// <summary>Why this is a leak, as a sentence without a full stop.</summary>
    public string Reason => Kind switch
    {
        LeakKind.LostOwner when TooLate is not null => $"ownerless since {Guilty}; {TooLate.WithoutRepetition} came too late and returned {TooLateResult}",
        LeakKind.LostOwner => $"ownerless since {Guilty}; no later call would have freed it",
        LeakKind.NeverOwned => $"ownerless since {Guilty} allocated it: nothing in memory holds its address",
        _ => $"still owned, but every repetition of {Guilty.WithoutRepetition} adds to it and nothing takes it away",
    };
}

/// <summary>How a leak is known to be one.</summary>
public enum LeakKind
{
    /// <summary>Nobody holds a pointer to it any more.</summary>
    LostOwner,

    /// <summary>Nobody but the memory management itself ever held a pointer to it.</summary>
    NeverOwned,

    /// <summary>Somebody holds it, but it becomes more with every repetition.</summary>
    Growing,
}

/// <summary>The leaked blocks of one call site.</summary>
/// <param name="Site"><c>core/arch/arm/mm/mobj.c:168</c>.</param>
/// <param name="Function">The function that allocates there, or empty.</param>
/// <param name="Blocks">How many.</param>
/// <param name="Bytes">Their payload bytes.</param>
public sealed record LeakedSite(string Site, string Function, long Blocks, long Bytes);

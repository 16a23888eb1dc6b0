using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Scenarios.Analysis;

/// <summary>A buffer of the core heap, from its allocation on. Each is one of its kind: a later one at the same address is another.</summary>
/// <param name="address">Its payload.</param>
/// <param name="size">Payload bytes.</param>
/// <param name="site">Who allocated it.</param>
/// <param name="born">The call that did; null for boot.</param>
internal sealed class Allocation(ulong address, long size, CallSite site, CallInstance? born)
{
    /// <summary>Its payload.</summary>
    public ulong Address => address;

    /// <summary>Payload bytes.</summary>
    public long Size => size;

    /// <summary>Who allocated it.</summary>
    public CallSite Site => site;

    /// <summary>The call that did; null for boot.</summary>
    public CallInstance? Born => born;

    /// <summary>The call after which nobody held a pointer to it any more; null while somebody does.</summary>
    public CallInstance? OwnerlessSince { get; set; }

    /// <summary>Whether anybody ever held a pointer to it after a call.</summary>
    public bool EverOwned { get; set; }

    /// <summary>The last <see cref="OwnershipScan"/> that found an owner.</summary>
    public long SeenBy { get; set; }

    /// <summary>Whether it has been freed.</summary>
    public bool Freed { get; set; }

    /// <summary>Its place in <see cref="AllocationLedger.Live"/>.</summary>
    public int LiveAt { get; set; }

    /// <summary>Its place in <see cref="AllocationLedger.Watched"/>; -1 when it is not there.</summary>
    public int WatchedAt { get; set; } = -1;

    /// <summary>What its call site has allocated.</summary>
    public SiteCount Count { get; set; } = null!;

    /// <summary>What it describes, when it is a region in a table that was read last.</summary>
    public RegionInfo? Region { get; set; }

    /// <summary>The state of the tables in which it was first seen as a region; -1 before.</summary>
    public long RegionSince { get; set; } = -1;

    /// <summary>The regions that map it, when it is a memory object; null for none.</summary>
    public List<MappedRegion>? MappedBy { get; set; }

    /// <summary>The regions that map a TA's own pages, when it is a <c>user_ta_ctx</c>; null for none.</summary>
    public List<Allocation>? OwnPages { get; set; }

    /// <summary>Whether it is part of what grew with every repetition of a repeat that is over.</summary>
    public bool Growing { get; set; }
}

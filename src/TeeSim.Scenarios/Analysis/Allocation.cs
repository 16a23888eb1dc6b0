using TeeSim.Core;

namespace TeeSim.Scenarios.Analysis;

/// <summary>A buffer of the core heap, from its allocation on.</summary>
/// <param name="Address">Its payload.</param>
/// <param name="Size">Payload bytes.</param>
/// <param name="Site">Who allocated it.</param>
/// <param name="Born">The call that did; null for boot.</param>
internal sealed record Allocation(ulong Address, long Size, CallSite Site, CallInstance? Born)
{
    /// <summary>The call after which nobody held a pointer to it any more; null while somebody does.</summary>
    public CallInstance? OwnerlessSince { get; set; }

    /// <summary>Whether anybody ever held a pointer to it after a call.</summary>
    public bool EverOwned { get; set; }

    /// <summary>Whether it has been freed.</summary>
    public bool Freed { get; set; }

    /// <summary>Whether it is part of what grew with every repetition of a repeat that is over.</summary>
    public bool Growing { get; set; }
}

using TeeSim.Core;

namespace TeeSim.Mmu.PagePools;

/// <summary>
/// Where the entries of page pools are allocated. Up to 3.13 all allocations share one line: the owner of an entry shows only in context.
/// </summary>
/// <param name="Head">Call site of a pool's first entry (<c>tee_mm_init</c>).</param>
/// <param name="Alloc">Call site of <c>tee_mm_alloc</c>.</param>
/// <param name="Alloc2">Call site of <c>tee_mm_alloc2</c>.</param>
public readonly record struct TeeMmSites(CallSite Head, CallSite Alloc, CallSite Alloc2);

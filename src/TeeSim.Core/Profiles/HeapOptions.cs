namespace TeeSim.Core.Profiles;

/// <summary>How the core heap is built (<c>bget.c</c>, <c>bget_malloc.c</c>).</summary>
/// <param name="BestFit">Best fit (<c>CFG_CORE_BGET_BESTFIT</c>) instead of first fit.</param>
/// <param name="Mdbg">Debug headers and footers around each buffer (<c>CFG_TEE_CORE_MALLOC_DEBUG</c>).</param>
public sealed record HeapOptions(bool BestFit = false, bool Mdbg = true);

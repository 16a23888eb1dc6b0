namespace TeeSim.Mmu.PagePools;

/// <summary>
/// A pool's statistics (<c>tee_mm_get_pool_stats</c>), cut to 32 bits. Failures are not counted anywhere: those fields
/// of <c>malloc_stats</c> stay 0.
/// </summary>
/// <param name="Size">Bytes of the pool.</param>
/// <param name="MaxAllocated">The most bytes allocated at the end of any allocation since the last reset.</param>
/// <param name="Allocated">Bytes allocated now.</param>
public readonly record struct PagePoolStats(uint Size, uint MaxAllocated, uint Allocated);

/// <summary>An entry of a pool's list.</summary>
/// <param name="Address">Its <c>tee_mm_entry_t</c> on the heap.</param>
/// <param name="Offset">Its first unit.</param>
/// <param name="Size">Its units; 0 for the head.</param>
/// <param name="Smem">The address that its first unit stands for.</param>
/// <param name="IsHead">Whether it is the list's head, which is no allocation.</param>
public readonly record struct PagePoolEntry(ulong Address, uint Offset, uint Size, ulong Smem, bool IsHead);

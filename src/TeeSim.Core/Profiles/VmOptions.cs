namespace TeeSim.Core.Profiles;

/// <summary>The user address space of TAs (<c>core_mmu_get_user_va_range</c>, <c>pgt_cache.c</c>).</summary>
/// <param name="Lpae">Long-descriptor page tables; LP64 targets always have them.</param>
/// <param name="UserVaBase">First address that a TA may use.</param>
/// <param name="UserVaSize">Bytes that a TA's regions may span.</param>
/// <param name="PageTables">How many page tables the span of one context's regions may need (<c>PGT_CACHE_SIZE</c>).</param>
public sealed record VmOptions(bool Lpae, ulong UserVaBase, ulong UserVaSize, int PageTables)
{
    /// <summary>Bytes that one page table covers (<c>CORE_MMU_PGDIR_SIZE</c>): 1 MiB, with LPAE 2 MiB.</summary>
    public ulong PgdirSize => Lpae ? 0x200000UL : 0x100000UL;

    /// <summary>The short-descriptor (v7) build's range: 31 MiB from 1 MiB on.</summary>
    /// <param name="threads"><c>CFG_NUM_THREADS</c>.</param>
    public static VmOptions ShortDescriptor(int threads) => new(false, 0x0010_0000, 0x01f0_0000, PageTablesFor(threads, granule: 4));

    /// <summary>The long-descriptor build's range, LPAE or 64 bits: the second GiB.</summary>
    /// <param name="threads"><c>CFG_NUM_THREADS</c>.</param>
    public static VmOptions LongDescriptor(int threads) => new(true, 0x4000_0000, 0x4000_0000, PageTablesFor(threads, granule: 1));

    /// <summary>The same address space for another number of threads.</summary>
    public VmOptions WithThreads(int threads) => this with { PageTables = PageTablesFor(threads, Lpae ? 1 : 4) };

    // PGT_CACHE_SIZE: two tables a thread, rounded up to what one page holds.
    private static int PageTablesFor(int threads, int granule) =>
        threads < 2 ? 4 : (int)Words.Align.Up((ulong)threads * 2, (ulong)granule);
}

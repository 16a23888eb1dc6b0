namespace TeeSim.Scenarios.Reports;

/// <summary>The first time that a pool could not give what was asked for, at that moment.</summary>
/// <param name="Pool">Which pool.</param>
/// <param name="During">The call that needed it.</param>
/// <param name="Asked">What was asked for: bytes, or page tables.</param>
/// <param name="Free">What is free in total, in the same unit. A heap's bytes include those that a block's headers would take.</param>
/// <param name="Pieces">In how many pieces.</param>
/// <param name="Largest">The largest piece that could be had; -1 when not even an empty one could.</param>
/// <param name="Needed">What would have had to be free in one piece: for the heap with headers and rounding.</param>
/// <param name="Leaked">Payload bytes on the heap that had leaked by then.</param>
/// <param name="Holders">Who holds the rest, the most first.</param>
/// <param name="Regions">The TAs' regions.</param>
/// <param name="Microseconds">Simulated time since boot.</param>
public sealed record ExhaustionReport(
    ExhaustiblePool Pool,
    CallReference During,
    long Asked,
    long Free,
    long Pieces,
    long Largest,
    long Needed,
    long Leaked,
    IReadOnlyList<HolderReport> Holders,
    IReadOnlyList<TaRegions> Regions,
    long Microseconds)
{
    /// <summary>Whether there was enough, though not in one piece. Otherwise the pool is exhausted.</summary>
    public bool IsFragmented => Needed <= Free;
}

/// <summary>What can run out.</summary>
public enum ExhaustiblePool
{
    /// <summary>The core's heap: <c>print_oom</c>.</summary>
    CoreHeap,

    /// <summary>The RAM of the TAs (<c>tee_mm_sec_ddr</c>): silent.</summary>
    TaRam,

    /// <summary>The page tables that one TA's regions may need.</summary>
    PageTables,

    /// <summary>The virtual addresses at which the core maps shared memory (<c>tee_mm_shm</c>): silent.</summary>
    SharedMemory,
}

/// <summary>Who holds a part of a pool.</summary>
/// <param name="Name">A call site, a TA, or what else it is.</param>
/// <param name="Count">Blocks or regions.</param>
/// <param name="Amount">Bytes, or page tables.</param>
public sealed record HolderReport(string Name, long Count, long Amount);

/// <summary>How many regions a TA has.</summary>
/// <param name="Ta">What the script calls it.</param>
/// <param name="Count">Regions.</param>
public sealed record TaRegions(string Ta, long Count);

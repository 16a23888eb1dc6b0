using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel;
using TeeSim.Mmu.PagePools;
using TeeSim.Mmu.UserSpace;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Scenarios.Analysis;

/// <summary>
/// Looks at a pool in the moment in which it first can't give what is asked for: what is there, in which pieces, and who holds the rest.
/// </summary>
internal sealed class ExhaustionWatch(SecureWorld world, AllocationLedger ledger, Func<long> ownerless)
{
    private const int MostHolders = 6;

    private readonly List<ExhaustionReport> _first = [];

    /// <summary>The first failure of each pool, in the order in which they came.</summary>
    public IReadOnlyList<ExhaustionReport> First => _first;

    /// <summary>How often any pool has failed.</summary>
    public long Failures { get; private set; }

    public void On(in TeeEvent e)
    {
        ExhaustiblePool? pool = e.Kind switch
        {
            TeeEventKind.AllocationFailed => ExhaustiblePool.CoreHeap,
            TeeEventKind.PageTablesUnavailable => ExhaustiblePool.PageTables,
            TeeEventKind.PagePoolExhausted => e.Address == world.Pools[0].Address ? ExhaustiblePool.TaRam : ExhaustiblePool.SharedMemory,
            _ => null,
        };
        if (pool is null) return;
        Failures++;
        if (_first.Exists(r => r.Pool == pool) || ledger.Current is null) return;
        // What the script makes fail says nothing about the heap.
        if (pool == ExhaustiblePool.CoreHeap && FailedAllocation.HadRoom(world, e)) return;
        _first.Add(pool switch
        {
            ExhaustiblePool.CoreHeap => OfHeap(e),
            ExhaustiblePool.PageTables => OfPageTables(e),
            _ => OfPages(pool.Value, e),
        });
    }

    private ExhaustionReport Report(
        ExhaustiblePool pool, in TeeEvent e, long free, long pieces, long largest, long needed, IEnumerable<HolderReport> holders) => new(
            pool, ledger.Current!.Reference, (long)e.Size, free, pieces, largest, needed, ownerless(),
            [.. holders.Where(h => h.Amount > 0).OrderByDescending(h => h.Amount).ThenBy(h => h.Name, StringComparer.Ordinal)
                .Take(MostHolders)],
            GrowthRecorder.RegionCounts(world), e.Stamp.Microseconds);

    private ExhaustionReport OfHeap(in TeeEvent e)
    {
        long free = 0;
        long pieces = 0;
        foreach (FreeBlock block in world.Heap.FreeList)
        {
            free += block.Size;
            pieces++;
        }

        IEnumerable<HolderReport> sites =
            ledger.SiteTotals().Select(s => new HolderReport(SiteNames.WithFunction(world, s.Key), s.Value.Blocks, s.Value.Bytes));
        return Report(ExhaustiblePool.CoreHeap, e, free, pieces, world.Heap.LargestAllocatable, world.Heap.BlockSizeOf(e.Size), sites);
    }

    private ExhaustionReport OfPages(ExhaustiblePool pool, in TeeEvent e)
    {
        TeeMm teeMm = world.TeeMm;
        ulong address = e.Address;
        long pieces = 0;
        ulong end = 0;
        long units = 0;
        foreach (PagePoolEntry entry in teeMm.Entries(address))
        {
            if (entry.Offset > end) pieces++;
            end = entry.Offset + (ulong)entry.Size;
            units += entry.Size;
        }

        long free = (long)teeMm.FreeBytes(address);
        if (end * Mmu.Pages.SmallPageSize < (ulong)free + (ulong)units * Mmu.Pages.SmallPageSize) pieces++;
        return Report(pool, e, free, pieces, (long)teeMm.LargestGap(address), (long)e.Size,
            pool == ExhaustiblePool.TaRam ? TaRamHolders(units) : ShmHolders(address));
    }

    // What no region maps is a binary that is being loaded, or a TA's buffer for a call.
    private List<HolderReport> TaRamHolders(long units)
    {
        long bytes = units * (long)Mmu.Pages.SmallPageSize;
        AddressRange ram = world.Options.Profile.Boot.TaRam;
        var holders = new List<HolderReport>();
        foreach (TaContext context in world.Contexts)
        {
            RegionInfo[] regions =
            [
                .. world.Mmu.Regions(context.UserModeCtx)
                    .Where(r => world.Mobjs.GetPa(r.Mobj, r.Offset, 0, out ulong pa) == TeeResult.SUCCESS && ram.Contains(pa, 1)),
            ];
            long held = regions.Sum(r => (long)r.Size);
            holders.Add(new HolderReport(NameOf(context.Uuid), regions.Length, held));
            bytes -= held;
        }

        holders.Add(new HolderReport("no TA's region", 0, bytes));
        return holders;
    }

    private IEnumerable<HolderReport> ShmHolders(ulong pool) =>
        world.TeeMm.Entries(pool).Where(entry => !entry.IsHead)
            .Select(entry => new HolderReport($"the mapping at 0x{entry.Smem:x}", 1, entry.Size * (long)Mmu.Pages.SmallPageSize));

    private ExhaustionReport OfPageTables(in TeeEvent e) => Report(
        ExhaustiblePool.PageTables, e, world.Mmu.PageTables, 1, world.Mmu.PageTables, (long)e.Size, []);

    private string NameOf(Guid uuid) => world.Options.Tas.FirstOrDefault(t => t.Uuid == uuid)?.Name ?? uuid.ToString();
}

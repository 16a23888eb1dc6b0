using System.Globalization;
using TeeSim.Bget.Structs;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;

namespace TeeSim.Bget.Malloc;

internal sealed partial class MallocContext<TWord>
{
    public override MallocStats Stats
    {
        get
        {
            ref readonly MallocCounters s = ref _counters.Value;
            ulong? free2Sum = _options.Free2Sum ? _poolset.Free2Sum : null;
            return new MallocStats(
                (uint)_context.Value.TotAlloc.Value, s.MaxAllocated, s.Size, s.NumAllocFail, s.BiggestAllocFail, s.BiggestAllocFailUsed,
                free2Sum);
        }
    }

    public override void ResetStats()
    {
        ref MallocCounters stats = ref _counters.Write();
        stats.MaxAllocated = 0;
        stats.NumAllocFail = 0;
        stats.BiggestAllocFail = 0;
        stats.BiggestAllocFailUsed = 0;
    }

    public override BgetStats Bstats
    {
        get
        {
            ref readonly MallocCtx<TWord> ctx = ref _context.Value;
            long total = 0;
            long largest = -1;
            foreach (FreeBlock block in FreeList)
            {
                total += block.Size;
                largest = Math.Max(largest, block.Size);
            }

            return new BgetStats(ctx.TotAlloc.Signed, total, largest, ctx.NumGet.Signed, ctx.NumRel.Signed);
        }
    }

    // The hook that ends every request (raw_malloc_return_hook): the moment at which realloc holds both blocks is over by then.
    private void AccountFor(ulong buf, ulong requested, CallSite site)
    {
        ulong allocated = _context.Value.TotAlloc.Value;
        if (allocated > _counters.Value.MaxAllocated) _counters.Write().MaxAllocated = (uint)allocated;
        if (buf == 0) AccountForFailure((uint)allocated, requested, site);
    }

    private void AccountForFailure(uint allocated, ulong requested, CallSite site)
    {
        ref MallocCounters stats = ref _counters.Write();
        stats.NumAllocFail++;
        PrintOom(requested, site);
        if (requested <= stats.BiggestAllocFail) return;
        stats.BiggestAllocFail = (uint)requested;
        stats.BiggestAllocFailUsed = allocated;
    }

    private void PrintOom(ulong requested, CallSite site)
    {
        _events.Publish(TeeEventKind.AllocationFailed, 0, requested, 0, site);
        // CFG_CORE_DUMP_OOM follows CFG_TEE_CORE_MALLOC_DEBUG.
        if (!_mdbg || !_log.IsOn(TraceLevel.Error)) return;
        string text = string.Create(CultureInfo.InvariantCulture, $"Memory allocation failed: size {requested} context 0x{Context:x}");
        _log.Write(TraceLevel.Error, _profile.Sites.PrintOomLine, text, underLock: true);
        _log.Stack?.PrintAllocation(_log, site);
    }
}

using System.Runtime.CompilerServices;
using TeeSim.Bget.Pools;
using TeeSim.Bget.Structs;
using TeeSim.Core.Logging;
using TeeSim.Core.Words;

namespace TeeSim.Bget.Malloc;

internal sealed partial class MallocContext<TWord>
{
    private const ulong MinimumInitialPool = 1024;

    public override bool MallocAddPool(ulong address, ulong length)
    {
        ulong quant = (ulong)PoolSet<TWord>.SizeQuant;
        ulong start = Align.Up(address, quant) & TWord.Mask;
        ulong end = Align.Down((address + length) & TWord.Mask, quant);
        if (!_options.SkipsUnusablePools) HeapAssertions.Check(start < end, HeapAssertion.PoolNotEmpty, address);
        ulong size = end - start;
        if (start > end || size < MinimumPool) return SkipPool("Skipping too small pool");
        ulong count = _context.Value.PoolLen.Value;
        if (_options.SkipsUnusablePools && count == 0 && size < MinimumInitialPool) return SkipPool("Skipping too small initial pool");

        _poolset.Bpool(start, size);
        ulong element = (ulong)Unsafe.SizeOf<MallocPool<TWord>>();
        ulong array = Realloc(_context.Value.Pool.Value, (count + 1) * element, _poolArraySite);
        HeapAssertions.Check(array != 0, HeapAssertion.PoolArrayAllocated, start);

        ref MallocPool<TWord> added = ref _memory.Write<MallocPool<TWord>>(array + count * element);
        added.Buf = TWord.From(start);
        added.Len = TWord.From(size);
        ref MallocCtx<TWord> ctx = ref _context.Write();
        ctx.Pool = TWord.From(array);
        _counters.Write().Size += (uint)size;
        ctx.PoolLen = TWord.From(count + 1);
        return true;
    }

    // add_pool prints this with its own position, which the specification doesn't give.
    private bool SkipPool(string why)
    {
        if (_log.IsOn(TraceLevel.Debug)) _log.Write(TraceLevel.Debug, null, why);
        return false;
    }

    // Room for the pool array's element; from 3.15 for two headers and two links, which is the same.
    private static ulong MinimumPool =>
        Align.Up((ulong)Unsafe.SizeOf<MallocPool<TWord>>(), (ulong)PoolSet<TWord>.SizeQuant) + 2 * (ulong)PoolSet<TWord>.BHeadSize;
}

using System.Runtime.CompilerServices;
using TeeSim.Bget.Pools;
using TeeSim.Bget.Structs;
using TeeSim.Core.Logging;
using TeeSim.Core.Words;

namespace TeeSim.Bget.Malloc;

internal sealed partial class MallocContext<TWord>
{
    public override bool MallocAddPool(ulong address, ulong length)
    {
        ulong quant = (ulong)PoolSet<TWord>.SizeQuant;
        ulong start = Align.Up(address, quant) & TWord.Mask;
        ulong end = Align.Down((address + length) & TWord.Mask, quant);
        HeapAssertions.Check(start < end, HeapAssertion.PoolNotEmpty, address);
        ulong size = end - start;
        if (size < MinimumPool)
        {
            // add_pool prints this with its own position, which the specification doesn't give.
            if (_log.IsOn(TraceLevel.Debug)) _log.Write(TraceLevel.Debug, null, "Skipping too small pool");
            return false;
        }

        _poolset.Bpool(start, size);
        ulong count = _context.Value.PoolLen.Value;
        ulong element = (ulong)Unsafe.SizeOf<MallocPool<TWord>>();
        ulong array = Realloc(_context.Value.Pool.Value, (count + 1) * element, _poolArraySite);
        HeapAssertions.Check(array != 0, HeapAssertion.PoolArrayAllocated, start);

        ref MallocPool<TWord> added = ref _memory.Write<MallocPool<TWord>>(array + count * element);
        added.Buf = TWord.From(start);
        added.Len = TWord.From(size);
        ref MallocCtx<TWord> ctx = ref _context.Write();
        ctx.Pool = TWord.From(array);
        ctx.Stats.Size += (uint)size;
        ctx.PoolLen = TWord.From(count + 1);
        return true;
    }

    private static ulong MinimumPool =>
        Align.Up((ulong)Unsafe.SizeOf<MallocPool<TWord>>(), (ulong)PoolSet<TWord>.SizeQuant) + 2 * (ulong)PoolSet<TWord>.BHeadSize;
}

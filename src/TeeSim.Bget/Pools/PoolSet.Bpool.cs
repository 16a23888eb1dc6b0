using TeeSim.Bget.Structs;
using TeeSim.Core.Words;

namespace TeeSim.Bget.Pools;

internal sealed partial class PoolSet<TWord>
{
    /// <summary>Makes a range one free block with a sentinel behind it (<c>bpool</c>).</summary>
    /// <param name="buf">First address, a multiple of <see cref="SizeQuant"/>.</param>
    /// <param name="length">Bytes; rounded down to <see cref="SizeQuant"/>.</param>
    public void Bpool(ulong buf, ulong length)
    {
        length = Align.Down(length, (ulong)SizeQuant);
        HeapAssertions.Check(length - (ulong)BHeadSize <= (ulong)TWord.SignedMax, HeapAssertion.BpoolSize, buf);
        if (_hasFree2Sum) CheckFree2Sum();
        _memory.Write<BHead<TWord>>(buf).PrevFree = TWord.From(0UL);
        Append(buf, HeapAssertion.BpoolListTail, HeapAssertion.BpoolListHead);
        length -= (ulong)BHeadSize;
        _memory.Write<BHead<TWord>>(buf).BSize = TWord.From(length);
        if (_hasFree2Sum) AddToFree2Sum(Square((long)length));
        ref BHead<TWord> sentinel = ref _memory.Write<BHead<TWord>>(buf + length);
        sentinel.PrevFree = TWord.From(length);
        sentinel.BSize = TWord.From(ESent);
    }
}

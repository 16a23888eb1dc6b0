using System.Runtime.CompilerServices;

namespace TeeSim.Bget.Pools;

internal sealed partial class PoolSet<TWord>
{
    /// <summary>
    /// Up to 3.11: any block that is large enough; it is split if more than the smallest block remains, else given out whole.
    /// </summary>
    /// <param name="size">Bytes of the wanted block.</param>
    private readonly struct WholeOrSplit(long size) : IPlacement
    {
        public static bool IsAligned => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Fits(ulong block, long blockSize) => blockSize >= size;

        public long Position(ulong block, long blockSize) => blockSize - size > SmallestBlock ? blockSize - size : 0;
    }

    /// <summary>
    /// From 3.12, without an alignment beyond that of every block: an exact fit, or at least the smallest block remains in front.
    /// </summary>
    /// <param name="size">Bytes of the wanted block.</param>
    private readonly struct ExactOrSplit(long size) : IPlacement
    {
        public static bool IsAligned => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Fits(ulong block, long blockSize) => blockSize - size >= SmallestBlock || blockSize == size;

        public long Position(ulong block, long blockSize) => blockSize - size;
    }

    /// <summary>From 3.12: the payload as far behind in the block as its alignment allows (<c>buf_get_pos</c>).</summary>
    /// <param name="size">Bytes of the wanted block.</param>
    /// <param name="alignment">A power of two.</param>
    /// <param name="header">Bytes of the debug header in front of the payload.</param>
    private readonly struct AlignedFit(long size, ulong alignment, int header) : IPlacement
    {
        public static bool IsAligned => true;

        public bool Fits(ulong block, long blockSize) =>
            blockSize >= size && Position(block, blockSize) is var position && (position == 0 || position >= SmallestBlock);

        public long Position(ulong block, long blockSize)
        {
            ulong headers = (ulong)(BHeadSize + header);
            ulong payload = Core.Words.Align.Down(block + (ulong)(blockSize - size) + headers, alignment);
            return (long)(payload - block - headers);
        }
    }
}

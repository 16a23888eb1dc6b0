using TeeSim.Core.Words;

namespace TeeSim.Bget.Structs;

/// <summary>
/// The header in front of every block (<c>struct bhead</c>, <c>bget.c</c> 3.10.0): 8 bytes on ILP32, 16 on LP64. Equations, for block b
/// with size s = |BSize|: the next block is at b + s; its PrevFree is s when b is free, else 0; two free blocks never touch.
/// </summary>
internal struct BHead<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Size in bytes of the block before this one when that is free, else 0.</summary>
    public TWord PrevFree;

    /// <summary>
    /// Size in bytes, header included: positive when free, negative when allocated, the most negative value at the end of a pool.
    /// </summary>
    public TWord BSize;
}

/// <summary>
/// The header of a free block (<c>struct bfhead</c>): its links take the first two words of what was the user's area. 16 or 32 bytes.
/// </summary>
internal struct BFHead<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>The common header.</summary>
    public BHead<TWord> Head;

    /// <summary>Address of the next free block or of the list head.</summary>
    public TWord FLink;

    /// <summary>Address of the previous free block or of the list head.</summary>
    public TWord BLink;
}

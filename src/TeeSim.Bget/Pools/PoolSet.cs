using System.Runtime.CompilerServices;
using TeeSim.Bget.Structs;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Bget.Pools;

/// <summary>
/// The allocator of <c>bget.c</c> (3.6.0 to 4.10.0) over one set of pools: sizes are bytes of type <c>bufsize</c>, addresses are simulated.
/// The free list is circular and doubly linked, in the order in which blocks were released.
/// </summary>
/// <typeparam name="TWord">The target's word.</typeparam>
internal sealed partial class PoolSet<TWord> where TWord : unmanaged, IWord<TWord>
{
    private readonly SimulatedMemory _memory;
    private readonly StaticVariable<MallocCtx<TWord>> _context;
    private readonly StaticVariable<MallocCounters> _counters;
    private readonly StaticVariable<ulong> _free2Sum;
    private readonly bool _bestFit;
    private readonly bool _alignedPlacement;
    private readonly bool _narrowWipe;
    private readonly bool _hasFree2Sum;

    /// <summary>Creates the set on a zeroed context and makes its free list empty.</summary>
    public PoolSet(SimulatedMemory memory, StaticVariable<MallocCtx<TWord>> context, MallocCtxLayout layout, HeapOptions options)
    {
        _memory = memory;
        _context = context;
        _counters = memory.Static<MallocCounters>(context.Address + (ulong)layout.Counters);
        _bestFit = options.BestFit;
        _alignedPlacement = options.AlignedPlacement;
        _narrowWipe = options.NarrowWipe;
        _hasFree2Sum = options.Free2Sum;
        if (_hasFree2Sum) _free2Sum = memory.Static<ulong>(context.Address + (ulong)layout.Free2Sum);
        ref MallocCtx<TWord> ctx = ref context.Write();
        ctx.FreeList.FLink = TWord.From(context.Address);
        ctx.FreeList.BLink = TWord.From(context.Address);
    }

    /// <summary>Every block size is a multiple of this: two words.</summary>
    public static int SizeQuant => 2 * TWord.Size;

    /// <summary>The smallest usable size: room for two links.</summary>
    public static int SizeQ => 2 * TWord.Size;

    /// <summary>sizeof(struct bhead).</summary>
    public static int BHeadSize => 2 * TWord.Size;

    /// <summary>sizeof(struct bfhead).</summary>
    public static int BFHeadSize => 4 * TWord.Size;

    /// <summary>The size that marks the end of a pool: the most negative <c>bufsize</c>.</summary>
    public static long ESent => -TWord.SignedMax - 1;

    /// <summary>The smallest block: room for the header and two links.</summary>
    public static int SmallestBlock => SizeQ + BHeadSize;

    // Longer than any list of disjoint blocks: a walk that gets there is in a loop. One more, since bpool links
    // its block before it is counted.
    private long MostFreeBlocks => _counters.Value.Size / SmallestBlock + 2;

    /// <summary>The size of the block that a request needs, header included, or 0 when that overflows <c>bufsize</c>.</summary>
    /// <param name="requested">
    /// Bytes, at least 1, the debug header included. From 3.12 that is added behind the rounding; as it is a multiple of
    /// <see cref="SizeQuant"/> and comes with a footer, the result is the same.
    /// </param>
    public static long BlockSize(long requested)
    {
        long size = Math.Max(requested, SizeQ);
        if (size > TWord.SignedMax - (SizeQuant - 1)) return 0;
        size = size + SizeQuant - 1 & -SizeQuant;
        return size > TWord.SignedMax - BHeadSize ? 0 : size + BHeadSize;
    }

    /// <summary>What every walk over the blocks asserts of a free one: its neighbours in the list point back at it.</summary>
    public void AssertFreeLinks(ulong block)
    {
        HeapAssertions.Check(ListElement(Block(block).BLink.Value).FLink.Value == block, HeapAssertion.WalkBackLink, block);
        HeapAssertions.Check(ListElement(Block(block).FLink.Value).BLink.Value == block, HeapAssertion.WalkForwardLink, block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Wrap(ulong address) => address & TWord.Mask;

    private ref readonly BFHead<TWord> Block(ulong address) => ref _memory.Read<BFHead<TWord>>(address);

    // The list's head is a variable, its other elements are blocks.
    private ref readonly BFHead<TWord> ListElement(ulong address) =>
        ref address == _context.Address ? ref _context.Value.FreeList : ref Block(address);

    private ref BFHead<TWord> LinksOf(ulong address)
    {
        if (address == _context.Address) return ref _context.Write().FreeList;
        return ref _memory.Write<BFHead<TWord>>(address);
    }

    private void Append(ulong block, HeapAssertion tailIsSane, HeapAssertion headIsSane)
    {
        ulong head = _context.Address;
        ref BFHead<TWord> list = ref _context.Write().FreeList;
        ulong last = list.BLink.Value;
        ref BFHead<TWord> tail = ref LinksOf(last);
        HeapAssertions.Check(tail.FLink.Value == head, tailIsSane, block);
        HeapAssertions.Check(ListElement(list.FLink.Value).BLink.Value == head, headIsSane, block);
        ref BFHead<TWord> links = ref _memory.Write<BFHead<TWord>>(block);
        links.FLink = TWord.From(head);
        links.BLink = TWord.From(last);
        list.BLink = TWord.From(block);
        tail.FLink = TWord.From(block);
    }

    private void Unlink(ulong block, HeapAssertion backLink, HeapAssertion forwardLink)
    {
        ref readonly BFHead<TWord> links = ref Block(block);
        ulong previous = links.BLink.Value;
        ulong next = links.FLink.Value;
        ref BFHead<TWord> before = ref LinksOf(previous);
        HeapAssertions.Check(before.FLink.Value == block, backLink, block);
        ref BFHead<TWord> after = ref LinksOf(next);
        HeapAssertions.Check(after.BLink.Value == block, forwardLink, block);
        before.FLink = TWord.From(next);
        after.BLink = TWord.From(previous);
    }
}

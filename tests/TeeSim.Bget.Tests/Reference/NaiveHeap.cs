using System.Numerics;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Reference;

/// <summary>
/// The heap's rules once more, written from the specification alone and as simply as possible: lists of blocks, no memory, no
/// headers, no links. It knows where everything lies, but holds no bytes.
/// </summary>
internal sealed class NaiveHeap(HeapVariant variant, int poolArrayLine)
{
    private readonly List<NaivePool> _pools = [];
    private readonly List<NaiveBlock> _free = [];
    private NaiveBlock? _poolArray;
    private long _maxAllocated;
    private uint _failures;
    private uint _biggestFailure;
    private uint _biggestFailureUsed;

    private long Quantum => (long)variant.BlockHeader;

    private long SmallestBlock => 2 * Quantum;

    private IEnumerable<NaiveBlock> Blocks => _pools.SelectMany(p => p.Blocks);

    private long Allocated => Blocks.Where(b => b.Owner is not null).Sum(b => b.Size);

    public IEnumerable<FreeBlock> FreeList => _free.Select(b => new FreeBlock(b.Address, b.Size));

    /// <summary>Address, size and whether it is free, for each block.</summary>
    public IEnumerable<(ulong Address, long Size, bool Free)> AllBlocks => Blocks.Select(b => (b.Address, b.Size, b.Owner is null));

    public IEnumerable<(ulong Payload, uint Size, int Line)> Listing =>
        Blocks.Select(b => b.Owner).OfType<NaiveOwner>().Select(o => (o.Payload, (uint)o.Size, o.Line & 0xffff));

    public MallocStats Stats => new(
        (uint)Allocated, (uint)_maxAllocated, (uint)_pools.Sum(p => (long)p.Length), _failures, _biggestFailure, _biggestFailureUsed,
        variant.Options.Free2Sum ? _free.Aggregate(0UL, (sum, b) => sum + (ulong)(b.Size * b.Size)) : null);

    public ulong Malloc(ulong size, int line) => Finish(Get(BlockSize(size, size)), size, line);

    public ulong Calloc(ulong count, ulong size, int line)
    {
        BigInteger exact = (BigInteger)count * size;
        ulong wrapped = (ulong)(exact % ((BigInteger)variant.SizeMax + 1));
        return Finish(Get(BlockSize(exact, wrapped)), wrapped, line);
    }

    public ulong Memalign(ulong alignment, ulong size, int line)
    {
        if (BigInteger.Pow(2, Enumerable.Range(0, 64).FirstOrDefault(n => 1UL << n == alignment, 64)) != alignment) return 0;
        return Finish(alignment > variant.LongMax ? null : Get(BlockSize(size, size), alignment), size, line);
    }

    public ulong Realloc(ulong payload, ulong size, int line)
    {
        NaiveBlock? moved = Get(BlockSize(size, size));
        if (moved is not null && payload != 0) Release(Find(payload));
        return Finish(moved, size, line);
    }

    public NaiveRelease? Free(ulong payload) => payload == 0 ? null : Release(Find(payload));

    public void ResetStats() => (_maxAllocated, _failures, _biggestFailure, _biggestFailureUsed) = (0, 0, 0, 0);

    public bool AddPool(ulong address, ulong length)
    {
        ulong quantum = (ulong)Quantum;
        ulong start = (address + quantum - 1) / quantum * quantum;
        ulong end = (address + length) / quantum * quantum;
        bool skips = variant.Options.SkipsUnusablePools;
        if (start >= end) return skips ? false : throw new NaivePanicException("bget_malloc.c:743");
        if (end - start < (skips && _pools.Count == 0 ? 1024 : 3 * quantum)) return false;

        var whole = new NaiveBlock(start, (long)(end - start - quantum));
        var pool = new NaivePool(start, end - start, [whole]);
        _pools.Add(pool);
        _free.Add(whole);
        ulong bytes = (ulong)_pools.Count * 2 * variant.Word;
        NaiveBlock? old = _poolArray;
        _poolArray = Get(BlockSize(bytes, bytes));
        if (_poolArray is not null && old is not null) Release(old);
        Finish(_poolArray, bytes, poolArrayLine);
        return _poolArray is null ? throw new NaivePanicException("bget_malloc.c:756") : true;
    }

    /// <summary>The bytes of the block for a request; null when they exceed LONG_MAX on the way.</summary>
    private long? BlockSize(BigInteger requested, ulong wrapped)
    {
        ulong footer = variant.Mdbg ? (4 - (wrapped % 4)) % 4 + 4 : 0;
        BigInteger sum = requested + variant.DebugHeader + footer;
        BigInteger rounded = (BigInteger.Max(sum, Quantum) + Quantum - 1) / Quantum * Quantum;
        return sum > variant.LongMax || rounded + Quantum > variant.LongMax ? null : (long)rounded + Quantum;
    }

    private NaiveBlock? Get(long? size, ulong alignment = 1)
    {
        if (size is not { } wanted) return null;
        IEnumerable<NaiveBlock> fitting = _free.Where(b => Front(b, wanted, alignment) is not null);
        NaiveBlock? chosen = variant.BestFit ? fitting.MinBy(b => b.Size) : fitting.FirstOrDefault();
        if (chosen is null) return null;

        long front = Front(chosen, wanted, alignment)!.Value;
        NaiveBlock given = chosen;
        if (front == 0) _free.Remove(chosen);
        else given = Cut(chosen, front);
        if (given.Size - wanted > SmallestBlock) _free.Add(Cut(given, wanted));
        return given;
    }

    /// <summary>How much of a free block stays free in front of a request; null when the block can't be used.</summary>
    private long? Front(NaiveBlock block, long size, ulong alignment)
    {
        long rest = block.Size - size;
        if (rest < 0) return null;
        if (!variant.Options.AlignedPlacement) return rest > SmallestBlock ? rest : 0;
        // As far behind as possible; what would be no block of its own in front can't be left there, and no
        // place further in front is tried.
        while (rest >= 0 && (block.Address + (ulong)rest + variant.Headers) % alignment != 0) rest -= Quantum;
        return rest == 0 || rest >= SmallestBlock ? rest : null;
    }

    private NaiveBlock Cut(NaiveBlock block, long front)
    {
        var back = new NaiveBlock(block.Address + (ulong)front, block.Size - front);
        block.Size = front;
        List<NaiveBlock> blocks = PoolOf(block).Blocks;
        blocks.Insert(blocks.IndexOf(block) + 1, back);
        return back;
    }

    private NaiveRelease Release(NaiveBlock block)
    {
        List<NaiveBlock> all = PoolOf(block).Blocks;
        int at = all.IndexOf(block);
        var released = new NaiveRelease(
            block.Address, block.Size, at > 0 && _free.Contains(all[at - 1]), at + 1 < all.Count && _free.Contains(all[at + 1]));
        Join(block);
        return released;
    }

    private void Join(NaiveBlock block)
    {
        block.Owner = null;
        List<NaiveBlock> blocks = PoolOf(block).Blocks;
        int index = blocks.IndexOf(block);
        if (index > 0 && _free.Contains(blocks[index - 1]))
        {
            blocks[index - 1].Size += block.Size;
            blocks.RemoveAt(index);
            block = blocks[--index];
        }
        else
        {
            _free.Add(block);
        }

        if (index + 1 == blocks.Count || !_free.Contains(blocks[index + 1])) return;
        block.Size += blocks[index + 1].Size;
        _free.Remove(blocks[index + 1]);
        blocks.RemoveAt(index + 1);
    }

    private ulong Finish(NaiveBlock? block, ulong requested, int line)
    {
        if (block is not null) block.Owner = new NaiveOwner(block.Address + variant.Headers, requested, line);
        _maxAllocated = Math.Max(_maxAllocated, Allocated);
        if (block is not null) return block.Owner!.Payload;

        _failures++;
        if (requested > _biggestFailure) (_biggestFailure, _biggestFailureUsed) = ((uint)requested, (uint)Allocated);
        return 0;
    }

    private NaiveBlock Find(ulong payload) => Blocks.Single(b => b.Owner?.Payload == payload);

    private NaivePool PoolOf(NaiveBlock block) => _pools.Single(p => p.Blocks.Contains(block));
}

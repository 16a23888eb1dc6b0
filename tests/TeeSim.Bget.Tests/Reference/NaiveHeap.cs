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
        (uint)Allocated, (uint)_maxAllocated, (uint)_pools.Sum(p => (long)p.Length), _failures, _biggestFailure, _biggestFailureUsed);

    public ulong Malloc(ulong size, int line) => Finish(Get(BlockSize(size, size)), size, line);

    public ulong Calloc(ulong count, ulong size, int line)
    {
        BigInteger exact = (BigInteger)count * size;
        ulong wrapped = (ulong)(exact % ((BigInteger)variant.SizeMax + 1));
        return Finish(Get(BlockSize(exact, wrapped)), wrapped, line);
    }

    public ulong Realloc(ulong payload, ulong size, int line)
    {
        NaiveBlock? moved = Get(BlockSize(size, size));
        if (moved is not null && payload != 0) Release(Find(payload));
        return Finish(moved, size, line);
    }

    public void Free(ulong payload)
    {
        if (payload != 0) Release(Find(payload));
    }

    public void ResetStats() => (_maxAllocated, _failures, _biggestFailure, _biggestFailureUsed) = (0, 0, 0, 0);

    public bool AddPool(ulong address, ulong length)
    {
        ulong quantum = (ulong)Quantum;
        ulong start = (address + quantum - 1) / quantum * quantum;
        ulong end = (address + length) / quantum * quantum;
        if (start >= end) throw new NaivePanicException("bget_malloc.c:743");
        if (end - start < 3 * quantum) return false;

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

    private NaiveBlock? Get(long? size)
    {
        IEnumerable<NaiveBlock> fitting = _free.Where(b => b.Size >= size);
        NaiveBlock? chosen = variant.BestFit ? fitting.MinBy(b => b.Size) : fitting.FirstOrDefault();
        if (chosen is null) return null;

        long rest = chosen.Size - size!.Value;
        if (rest <= SmallestBlock)
        {
            _free.Remove(chosen);
            return chosen;
        }

        chosen.Size = rest;
        var carved = new NaiveBlock(chosen.End, size.Value);
        List<NaiveBlock> blocks = PoolOf(chosen).Blocks;
        blocks.Insert(blocks.IndexOf(chosen) + 1, carved);
        return carved;
    }

    private void Release(NaiveBlock block)
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

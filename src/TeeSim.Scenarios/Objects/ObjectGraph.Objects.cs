using System.IO.Hashing;
using System.Runtime.InteropServices;
using TeeSim.Bget;
using TeeSim.Core;

namespace TeeSim.Scenarios.Objects;

/// <summary>
/// Which buffers there are. The heap is compared with how it was when it was read last; where it differs, its blocks are walked until they
/// are those of before. Equations between two reads: <c>_blocks</c> holds the granules at which blocks begin, <c>_content</c> is the sum of
/// the hashes of what is present.
/// </summary>
internal sealed partial class ObjectGraph<TWord>
{
    // Buffers are aligned to 8 bytes at least.
    private const int GranuleShift = 3;

    private readonly ulong _heapStart;
    private readonly ulong _heapSize;
    private readonly ulong _headerSize;

    // By granule: the object that was last seen there, and the one that was ever seen to start there. Whether it
    // is still there, it says itself.
    private readonly HeapObject?[] _at;
    private readonly HeapObject?[] _atPayload;
    private readonly GranuleSet _blocks;
    private readonly ulong[] _bytes;
    private readonly List<HeapObject> _present = [];
    private AddressRange[] _pools = [];
    private UInt128 _content;
    private ulong _walked;
    private bool _isComplete;

    private void ReadObjects()
    {
        // Pools are added at boot; whoever goes on from there has a journal.
        if (!_isComplete || (_journal is null && !_heap.Pools.SequenceEqual(_pools))) StartAnew();
        bool comparesAll = _journal is null || !_isComplete;
        _isComplete = false;
        _walked = 0;
        if (comparesAll)
        {
            Compare(new AddressRange(_heapStart, _heapSize));
        }
        else
        {
            for (AddressRange? page = _journal!.NextChanged(_heapStart); page is { } p; page = _journal.NextChanged(p.Start + p.Size))
                Compare(p);
        }

        _isComplete = true;
    }

    // As if nothing had been read yet: also behind a state whose blocks could not be walked to the end.
    private void StartAnew()
    {
        while (_present.Count > 0) Remove(_present[^1]);
        _blocks.Clear();
        _pools = [.. _heap.Pools.Where(p => new AddressRange(_heapStart, _heapSize).Contains(p.Start, p.Size)).OrderBy(p => p.Start)];
        foreach (AddressRange pool in _pools) _blocks.Add(GranuleOf(pool.Start));
        // What is there from now on differs in any case.
        _memory.ReadBytes(_heapStart, _heapSize & ~7UL).CopyTo(MemoryMarshal.AsBytes(_bytes.AsSpan()));
        foreach (ref ulong word in _bytes.AsSpan()) word = ~word;
    }

    private void Compare(AddressRange range)
    {
        ReadOnlySpan<ulong> now = MemoryMarshal.Cast<byte, ulong>(_memory.ReadBytes(range.Start, range.Size));
        Span<ulong> before = _bytes.AsSpan(GranuleOf(range.Start), now.Length);
        int i = now.CommonPrefixLength(before);
        while (i < now.Length)
        {
            int first = i;
            do before[i] = now[i];
            while (++i < now.Length && now[i] != before[i]);
            Walk(range.Start + ((ulong)first << GranuleShift), range.Start + ((ulong)i << GranuleShift));
            i += now[i..].CommonPrefixLength(before[i..]);
        }
    }

    // What lies in [from, to) differs from what was there.
    private void Walk(ulong from, ulong to)
    {
        if (to <= _walked) return;
        foreach (AddressRange pool in _pools)
        {
            if (pool.Overlaps(new AddressRange(from, to - from))) Walk(pool, Math.Max(from, pool.Start), to);
        }
    }

    private void Walk(AddressRange pool, ulong from, ulong to)
    {
        // The end mark is a header without a buffer.
        ulong end = pool.Start + pool.Size - BlockHeaderSize;
        ulong block = Math.Max(_walked, AddressOf(_blocks.AtOrBefore(GranuleOf(from))));
        while (block < end && !(block >= to && _blocks.Contains(GranuleOf(block))))
        {
            ulong next = _heap.NextBlock(pool, block, out bool isAllocated);
            ForgetBlocks(GranuleOf(block) + 1, GranuleOf(next));
            _blocks.Add(GranuleOf(block));
            if (isAllocated) See(block + _headerSize);
            else Remove(block);
            block = next;
        }

        _walked = block;
    }

    private void ForgetBlocks(int from, int to)
    {
        for (int g = _blocks.AtOrBehind(from); g >= 0 && g < to; g = _blocks.AtOrBehind(g + 1))
        {
            Remove(AddressOf(g));
            _blocks.Remove(g);
        }
    }

    private void See(ulong payload)
    {
        int granule = GranuleOf(payload);
        HeapObject o = _atPayload[granule] ??= new HeapObject();
        MdbgEntry entry = _heap.Describe(payload);
        UInt128 hash = HashOf(payload, RoomOf(entry));
        if (o.IsPresent && hash == o.Hash) return;
        if (!o.IsPresent || entry != o.Entry) Place(o, entry);
        _content += hash - o.Hash;
        o.Hash = hash;
        o.ChangedIn = _read;
        o.AreWordsRead = false;
    }

    private void Place(HeapObject o, MdbgEntry entry)
    {
        if (entry.File != o.Entry.File || entry.Line != o.Entry.Line) o.Kind = KindOf(new CallSite(entry.File, entry.Line));
        o.Entry = entry;
        // Also what has no bytes lies somewhere.
        o.Extent = Math.Max(entry.Size, 1);
        int first = GranuleOf(entry.Payload);
        _at.AsSpan(first, GranuleOf(entry.Payload + Math.Max(RoomOf(entry), 1) - 1) - first + 1).Fill(o);
        if (o.IsPresent) return;
        o.Place = _present.Count;
        _present.Add(o);
    }

    private void Remove(ulong block)
    {
        int granule = GranuleOf(block + _headerSize);
        if (granule < _atPayload.Length && _atPayload[granule] is { IsPresent: true } o) Remove(o);
    }

    private void Remove(HeapObject o)
    {
        HeapObject last = _present[^1];
        _present[last.Place = o.Place] = last;
        _present.RemoveAt(_present.Count - 1);
        o.Place = Nothing;
        o.Extent = 0;
        _content -= o.Hash;
        o.Hash = 0;
    }

    private HeapObjectKind KindOf(CallSite site)
    {
        if (site == _world.CallSites.TeeMmAlloc || site == _world.CallSites.TeeMmAlloc2) return HeapObjectKind.TeeMm;
        if (site == _world.CallSites.MobjWithFobj) return HeapObjectKind.MobjWithFobj;
        return _world.IsCoreSite(site) ? HeapObjectKind.Core : HeapObjectKind.Driver;
    }

    private bool IsOnHeap(ulong address) => address - _heapStart < _heapSize;

    /// <summary>The buffer whose payload an address lies in, or null.</summary>
    private HeapObject? Holding(ulong address)
    {
        if (!IsOnHeap(address)) return null;
        HeapObject? o = _at[GranuleOf(address)];
        return o is not null && o.Holds(address) ? o : null;
    }

    // The headers of mdbg_check stand in front of the payload and say whose it is; the address is part of the hash.
    private UInt128 HashOf(ulong payload, ulong size)
    {
        ulong debugHeader = _headerSize - BlockHeaderSize;
        return XxHash128.HashToUInt128(_memory.ReadBytes(payload - debugHeader, debugHeader + size), (long)payload);
    }

    // Sizes that damage has made up reach behind the heap.
    private ulong RoomOf(MdbgEntry entry) => Math.Min(entry.Size, _heapStart + _heapSize - entry.Payload);

    private static ulong BlockHeaderSize => 2 * (ulong)TWord.Size;

    private int GranuleOf(ulong address) => (int)((address - _heapStart) >> GranuleShift);

    private ulong AddressOf(int granule) => _heapStart + ((ulong)granule << GranuleShift);
}

using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TeeSim.Scenarios.Objects;

/// <summary>Who owns what.</summary>
internal sealed partial class ObjectGraph<TWord>
{
    private readonly List<HeapObject> _order = [];
    private readonly List<PointerWord> _rootPointers = [];
    private readonly List<ulong> _rootPages = [];
    private readonly List<ulong> _contextPointers = [];
    private UInt128 _rootContent;
    private byte[] _statics = [];
    private UInt128 _staticsHash;
    private long _staticsChangedIn;

    // The roots' part of what tells states apart byte for byte.
    private UInt128 RootKey()
    {
        ReadOnlySpan<byte> statics = _memory.ReadBytes(_world.Statics.Start, _world.Statics.Size);
        if (!statics.SequenceEqual(_statics))
        {
            _statics = statics.ToArray();
            _staticsHash = XxHash128.HashToUInt128(statics);
            _staticsChangedIn = _read;
        }

        UInt128 key = _staticsHash + _heap.Stats.NumAllocFail * Odd;
        // What the heap itself needs. Of its other words nothing depends.
        _contextPointers.Clear();
        foreach (TWord word in Words(_heap.Context, _contextSize))
        {
            if (Holding(word.Value) is null) continue;
            _contextPointers.Add(word.Value);
            key = key * Odd + word.Value;
        }

        return key;
    }

    private const ulong OddWord = 0x9e37_79b9_7f4a_7c15;

    private static UInt128 Odd => new(OddWord, 0xf39c_c060_5ced_c835);

    private void FindOwned()
    {
        _order.Clear();
        ReadRoots();
        FollowPointers(_rootPointers);
        foreach (ref PointerWord pointer in CollectionsMarshal.AsSpan(_rootPointers)) OwnTarget(pointer.Target, pointer.Buffer);
        foreach (ulong va in CollectionsMarshal.AsSpan(_rootPages)) OwnByVa(va, holder: null);
        foreach (ulong pointer in CollectionsMarshal.AsSpan(_contextPointers)) OwnTarget(pointer, Holding(pointer));
        for (int i = 0; i < _order.Count; i++) Visit(_order[i]);
    }

    // Most lead where they led before.
    private void FollowPointers(List<PointerWord> pointers)
    {
        foreach (ref PointerWord pointer in CollectionsMarshal.AsSpan(pointers))
        {
            if (pointer.Buffer is not { } buffer || !buffer.Holds(pointer.Target)) pointer.Buffer = Holding(pointer.Target);
        }
    }

    private void ReadRoots()
    {
        _rootPointers.Clear();
        _rootPages.Clear();
        _length = 0;
        Write(_heap.Stats.NumAllocFail);
        ReadWords(_world.Statics.Start, _world.Statics.Size, _rootPointers, _rootPages);
        _rootContent = HashOfText(seed: 0);
    }

    // A region holds its object and nothing else: its links belong to the table. An entry of a page pool holds
    // nothing: its links belong to the pool.
    private void Visit(HeapObject o)
    {
        if (o.Region != Nothing)
        {
            if (_regions[o.Region].Mobj is { } mobj) Own(mobj);
            return;
        }

        if (o.Kind == HeapObjectKind.TeeMm) return;
        int tableHead = int.MinValue;
        if (o.Context != Nothing)
        {
            tableHead = _contexts[o.Context].TableHead;
            OwnPagesOf(o.Context);
        }

        foreach (ref PointerWord pointer in CollectionsMarshal.AsSpan(o.Pointers))
        {
            // The head of a region table is two words of the memory management's own.
            if ((uint)(pointer.Offset - tableHead) >= 2u * (uint)TWord.Size) OwnTarget(pointer.Target, pointer.Buffer);
        }

        // The core itself never remembers what it has mapped by its va: what is equal to one there, such as the
        // end of a stack, is so by chance.
        if (o.Kind != HeapObjectKind.Driver) return;
        foreach (ulong va in CollectionsMarshal.AsSpan(o.Pages)) OwnByVa(va, o);
    }

    // What a TA's loading has mapped belongs to its context.
    private void OwnPagesOf(int context)
    {
        foreach (TableRegion region in CollectionsMarshal.AsSpan(_regions))
        {
            if (region.Context == context && region.Mobj is { Kind: HeapObjectKind.MobjWithFobj }) Own(region.Buffer);
        }
    }

    // An address of a TA means something in one context only: a holder that points to other contexts does not speak of this one.
    private void OwnByVa(ulong va, HeapObject? holder)
    {
        for (int i = _vas.IndexOf(va); i >= 0; i = _vas.IndexOf(va, i + 1))
        {
            TableRegion region = _regions[i];
            if (region.Buffer.Number != Nothing) continue;
            if (holder is null || !SpeaksOfContexts(holder, only: null) || SpeaksOfContexts(holder, _contexts[region.Context].Buffer))
                Own(region.Buffer);
        }
    }

    private static bool SpeaksOfContexts(HeapObject holder, HeapObject? only)
    {
        foreach (ref PointerWord pointer in CollectionsMarshal.AsSpan(holder.Pointers))
        {
            if (pointer.Buffer is { } target && target.Context != Nothing && (only is null || only == target)) return true;
        }

        return false;
    }

    // Who holds an object's address holds the regions that map it.
    private void OwnTarget(ulong word, HeapObject? target)
    {
        if (target is null) return;
        Own(target);
        for (int region = target.MappedBy; region != Nothing; region = _regions[region].NextOfMobj)
        {
            if (word == _regions[region].MobjAddress) Own(_regions[region].Buffer);
        }
    }

    private void Own(HeapObject o)
    {
        if (o.Number != Nothing) return;
        o.Number = _order.Count;
        _order.Add(o);
    }
}

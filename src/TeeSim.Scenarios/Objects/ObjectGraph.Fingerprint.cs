using System.Runtime.InteropServices;

namespace TeeSim.Scenarios.Objects;

/// <summary>
/// The state whatever the addresses are: objects are numbered in the order in which their owners lead to them, and
/// pointers are written as numbers.
/// </summary>
internal sealed partial class ObjectGraph<TWord>
{
    private readonly List<HeapObject> _unordered = [];

    private UInt128 FingerprintNow()
    {
        NumberTheRest();
        _length = 0;
        _facts.StalePointers = 0;
        Write(_rootContent);
        WritePointers(_rootPointers);
        foreach (HeapObject o in CollectionsMarshal.AsSpan(_order)) Write(o);
        UInt128 ordered = HashOfText(seed: 0);
        // What nothing at all leads to has no order: sums don't depend on one.
        foreach (HeapObject o in CollectionsMarshal.AsSpan(_unordered))
        {
            _length = 0;
            Write(o);
            ordered += HashOfText(seed: 1);
        }

        return ordered;
    }

    // Behind what is owned come the regions that only their tables know, and what those hold.
    private void NumberTheRest()
    {
        _unordered.Clear();
        if (_order.Count == _present.Count) return;
        int owned = _order.Count;
        foreach (TableRegion region in CollectionsMarshal.AsSpan(_regions)) Own(region.Buffer);
        for (int i = owned; i < _order.Count; i++) Visit(_order[i]);
        foreach (HeapObject o in CollectionsMarshal.AsSpan(_present))
        {
            if (o.Number == Nothing) _unordered.Add(o);
        }
    }

    private void Write(HeapObject o)
    {
        Write(o.Content);
        WritePointers(o.Pointers);
    }

    private void WritePointers(List<PointerWord> pointers)
    {
        Reserve(pointers.Count);
        foreach (ref PointerWord pointer in CollectionsMarshal.AsSpan(pointers))
        {
            if (pointer.Buffer is { } buffer)
            {
                _text[_length++] = PointerMark | (ulong)(uint)buffer.Number << 24 | (pointer.Target - buffer.Entry.Payload);
                continue;
            }

            _text[_length++] = pointer.Target;
            _facts.StalePointers += pointer.Target * OddWord;
        }
    }

    private void Write(UInt128 hash)
    {
        Write((ulong)hash);
        Write((ulong)(hash >> 64));
    }
}

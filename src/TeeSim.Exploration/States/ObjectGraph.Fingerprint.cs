using System.IO.Hashing;
using System.Runtime.InteropServices;
using TeeSim.Bget;

namespace TeeSim.Exploration.States;

/// <summary>The state whatever the addresses are: objects are numbered in the order in which their owners lead to them, and pointers are written as numbers.</summary>
internal sealed partial class ObjectGraph<TWord>
{
    // No simulated address of a heap has this bit.
    private const ulong PointerMark = 1UL << 63;

    private readonly List<int> _unordered = [];
    private ulong[] _text = new ulong[4096];
    private int _length;

    public override UInt128 Fingerprint()
    {
        NumberTheRest();
        _length = 0;
        Write(_world.Heap.Stats.NumAllocFail);
        WriteWords(_world.Statics.Start, _world.Statics.Size);
        foreach (int buffer in CollectionsMarshal.AsSpan(_order)) WriteBuffer(buffer);
        UInt128 ordered = HashOfText(seed: 0);
        // What nothing at all leads to has no order: sums don't depend on one.
        foreach (int buffer in CollectionsMarshal.AsSpan(_unordered))
        {
            _length = 0;
            WriteBuffer(buffer);
            ordered += HashOfText(seed: 1);
        }

        return ordered;
    }

    // Behind what is owned come the regions that only their tables know, and what those hold.
    private void NumberTheRest()
    {
        _unordered.Clear();
        if (_orphans.Count == 0) return;
        int owned = _order.Count;
        foreach (TableRegion region in _regions) Own(region.Buffer);
        for (int i = owned; i < _order.Count; i++) VisitBuffer(_order[i]);
        foreach (int orphan in _orphans)
        {
            if (_notes[orphan].Number == Nothing) _unordered.Add(orphan);
        }
    }

    private void WriteBuffer(int buffer)
    {
        MdbgEntry entry = _buffers[buffer];
        Write(((ulong)entry.Size << 32) | (uint)entry.Line);
        Write(entry.File);
        WriteWords(entry.Payload, entry.Size);
    }

    private void WriteWords(ulong start, ulong size)
    {
        ReadOnlySpan<TWord> words = Words(start, size);
        Reserve(words.Length + 1);
        Span<ulong> text = _text.AsSpan(_length);
        for (int i = 0; i < words.Length; i++) text[i] = WithoutAddress(words[i].Value);
        _length += words.Length;
        int rest = (int)size - words.Length * TWord.Size;
        if (rest <= 0) return;
        ulong tail = 0;
        foreach (byte b in _world.Memory.ReadBytes(start + size - (ulong)rest, (ulong)rest)) tail = tail << 8 | b;
        Write(tail);
    }

    private ulong WithoutAddress(ulong word)
    {
        int target = Holding(word);
        if (target == Nothing) return word;
        return PointerMark | (ulong)(uint)_notes[target].Number << 24 | (word - _buffers[target].Payload);
    }

    private void Write(ulong word)
    {
        Reserve(1);
        _text[_length++] = word;
    }

    private void Reserve(int words)
    {
        if (_length + words > _text.Length) Array.Resize(ref _text, 2 * (_length + words));
    }

    private UInt128 HashOfText(long seed) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(_text.AsSpan(0, _length)), seed);
}

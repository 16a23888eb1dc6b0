using System.IO.Hashing;
using System.Runtime.InteropServices;
using TeeSim.Bget;

namespace TeeSim.Scenarios.Objects;

/// <summary>What the words of a buffer say by themselves, without looking at any other.</summary>
internal sealed partial class ObjectGraph<TWord>
{
    // Stands for a word that looks like a pointer, whose meaning is in the list of them.
    private const ulong PointerMark = 1UL << 63;

    private ulong[] _text = new ulong[1024];
    private int _length;

    private void ReadWords(HeapObject o)
    {
        MdbgEntry entry = o.Entry;
        o.Pointers.Clear();
        o.Pages.Clear();
        _length = 0;
        Write(((ulong)entry.Size << 32) | (uint)entry.Line);
        Write(entry.File);
        ReadWords(entry.Payload, entry.Size, o.Pointers, o.Pages);
        o.Content = HashOfText(seed: 0);
        o.AreWordsRead = true;
    }

    private void ReadWords(ulong start, ulong size, List<PointerWord> pointers, List<ulong> pages)
    {
        ReadOnlySpan<TWord> words = Words(start, size);
        Reserve(words.Length + 1);
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = words[i].Value;
            if (IsOnHeap(word))
            {
                pointers.Add(new PointerWord(word, i * TWord.Size));
                word = PointerMark;
            }
            else if (IsPage(word))
            {
                pages.Add(word);
            }

            _text[_length++] = word;
        }

        // The bytes behind the last whole word.
        ulong tail = 0;
        int whole = words.Length * TWord.Size;
        foreach (byte b in _memory.ReadBytes(start + (ulong)whole, size - (ulong)whole)) tail = tail << 8 | b;
        Write(tail);
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

using System.IO.Hashing;

namespace TeeSim.Core.Memory;

/// <summary>
/// Goes forward and back along one path of states of a <see cref="SimulatedMemory"/>: what an exploration does that tries one call after
/// the other. It copies and hashes only what a step has touched, and keeps nothing of the states that it has left. Equations: <c>_kept</c>
/// holds the bytes of the last state that was kept; <see cref="Fingerprint"/> is the sum of the hashes of its pages.
/// </summary>
/// <remarks>
/// While a journal is in use, the memory's own snapshots must not be taken or restored: both need to know what was touched.
/// </remarks>
public sealed class MemoryJournal
{
    private readonly SimulatedMemory _memory;
    private readonly bool _hashes;
    private readonly KeptSegment[] _kept;
    private KeptSegment _recent;
    private readonly Stack<int> _steps = new();
    private KeptPage[] _pages = new KeptPage[256];
    private byte[] _bytes = new byte[256 << Segment.PageShift];
    private int _count;

    /// <summary>Starts at the present state.</summary>
    /// <param name="memory">The memory; it gets no further segments from now on.</param>
    /// <param name="hashes">Whether <see cref="Fingerprint"/> is wanted.</param>
    public MemoryJournal(SimulatedMemory memory, bool hashes)
    {
        _memory = memory;
        _hashes = hashes;
        _kept = [.. memory.Segments.Select(s => new KeptSegment(s))];
        _memory.ForgetBase();
        _recent = _kept[0];
        if (!hashes) return;
        for (int s = 0; s < _kept.Length; s++)
        {
            for (int p = 0; p < _kept[s].Segment.PageCount; p++) Fingerprint += _kept[s].Hashes[p] = Hash(s, p);
        }
    }

    /// <summary>128 bits by which the state that was kept last can be told from others of the same memory map; 0 without hashes.</summary>
    public UInt128 Fingerprint { get; private set; }

    /// <summary>How many steps can be taken back.</summary>
    public int Depth => _steps.Count;

    /// <summary>
    /// The first page from an address on, in its segment, whose bytes may have changed by keeping or going back since it was last asked
    /// for; takes the mark away. All pages are marked at the start. For one reader.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The address lies in no segment.</exception>
    public AddressRange? NextChanged(ulong address)
    {
        if (!_recent.Segment.Contains(address, 0))
            _recent = Array.Find(_kept, k => k.Segment.Contains(address, 0)) ?? throw new ArgumentOutOfRangeException(nameof(address));
        Segment segment = _recent.Segment;
        int from = (int)((address - segment.Start) >> Segment.PageShift);
        int found = _recent.Changed.AsSpan(from).IndexOf(true);
        if (found < 0) return null;
        int page = from + found;
        _recent.Changed[page] = false;
        return new AddressRange(segment.Start + ((ulong)page << Segment.PageShift), (ulong)segment.PageLength(page));
    }

    /// <summary>Keeps the present state as the one to come back to. Costs a copy of the pages that differ from the last one.</summary>
    public void Keep()
    {
        _steps.Push(_count);
        for (int s = 0; s < _kept.Length; s++)
        {
            KeptSegment kept = _kept[s];
            for (int p = kept.Segment.NextTouched(0); p >= 0; p = kept.Segment.NextTouched(p + 1)) KeepPage(s, p);
        }
    }

    /// <summary>Goes back to the state that was kept last: undoes what was done since.</summary>
    public void Discard()
    {
        foreach (KeptSegment kept in _kept)
        {
            for (int p = kept.Segment.NextTouched(0); p >= 0; p = kept.Segment.NextTouched(p + 1))
                kept.Page(p).CopyTo(kept.Segment.Page(p));
        }
    }

    /// <summary>Goes back to the state before the last <see cref="Keep"/>; what was done since is undone, too.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public void StepBack()
    {
        Discard();
        int first = _steps.Pop();
        while (_count > first)
        {
            KeptPage page = _pages[--_count];
            KeptSegment kept = _kept[page.Segment];
            Span<byte> now = kept.Page(page.Page);
            _bytes.AsSpan(_count << Segment.PageShift, now.Length).CopyTo(now);
            now.CopyTo(kept.Segment.Page(page.Page));
            kept.Changed[page.Page] = true;
            if (!_hashes) continue;
            Fingerprint += page.Hash - kept.Hashes[page.Page];
            kept.Hashes[page.Page] = page.Hash;
        }
    }

    /// <summary>Forgets how to go back beyond the state that was kept last, where nobody will.</summary>
    public void Forget()
    {
        _steps.Clear();
        _count = 0;
    }

    private void KeepPage(int s, int p)
    {
        KeptSegment kept = _kept[s];
        Span<byte> old = kept.Page(p);
        Span<byte> now = kept.Segment.Page(p);
        if (now.SequenceEqual(old)) return;
        if (_count == _pages.Length)
        {
            Array.Resize(ref _pages, 2 * _count);
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        }

        old.CopyTo(_bytes.AsSpan(_count << Segment.PageShift));
        now.CopyTo(old);
        kept.Changed[p] = true;
        _pages[_count++] = new KeptPage(s, p, _hashes ? kept.Hashes[p] : 0);
        if (!_hashes) return;
        UInt128 hash = Hash(s, p);
        Fingerprint += hash - kept.Hashes[p];
        kept.Hashes[p] = hash;
    }

    // The place is part of the hash, so that equal pages at different places count as different.
    private UInt128 Hash(int s, int p) => XxHash128.HashToUInt128(_kept[s].Page(p), ((long)s << 32) | (uint)p);

    private readonly record struct KeptPage(int Segment, int Page, UInt128 Hash);

    /// <summary>A segment, and its bytes in the state that was kept last.</summary>
    private sealed class KeptSegment
    {
        private readonly byte[] _bytes;

        public KeptSegment(Segment segment)
        {
            Segment = segment;
            _bytes = segment.Bytes.ToArray();
            Hashes = new UInt128[segment.PageCount];
            Changed = new bool[segment.PageCount];
            Array.Fill(Changed, true);
            for (int p = segment.NextTouched(0); p >= 0; p = segment.NextTouched(p + 1))
            {
                // From here on only what is touched anew counts.
            }
        }

        public Segment Segment { get; }

        public UInt128[] Hashes { get; }

        /// <summary>Which pages have changed and were not asked for since.</summary>
        public bool[] Changed { get; }

        public Span<byte> Page(int page) => _bytes.AsSpan(page << Segment.PageShift, Segment.PageLength(page));
    }
}

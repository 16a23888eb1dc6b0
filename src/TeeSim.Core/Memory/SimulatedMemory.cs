using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TeeSim.Core.Diagnostics;
using TeeSim.Core.Panics;

namespace TeeSim.Core.Memory;

/// <summary>
/// The memory of the modelled target: the only state of the model. It consists of segments that do not overlap, sorted by address.
/// An access that is not wholly inside one segment is a modelled data abort (<see cref="CorePanicException"/>).
/// </summary>
public sealed class SimulatedMemory
{
    private static readonly Segment Nowhere = new("nowhere", 0, 0);

    private readonly List<Segment> _segments = [];
    private Segment _recent = Nowhere;

    // The one that was found last, also while no segment is the recent one.
    private Segment _found = Nowhere;
    private MemorySnapshot? _base;
    private IMemoryGuard? _guard;

    /// <summary>The segments by ascending address.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>Bytes of all segments.</summary>
    public ulong Size { get; private set; }

    /// <summary>
    /// Is asked about every access while it is set. Meanwhile no segment is the recent one, so that every access takes the slow way, and
    /// the fast one costs nothing more.
    /// </summary>
    internal IMemoryGuard? Guard
    {
        get => _guard;
        set
        {
            _guard = value;
            _recent = Nowhere;
        }
    }

    /// <summary>Adds a segment of zeros.</summary>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="start">First address.</param>
    /// <param name="length">Size in bytes, at least 1.</param>
    /// <exception cref="ArgumentException">It is empty, wraps around, or overlaps a segment that is there.</exception>
    public Segment AddSegment(string name, ulong start, int length)
    {
        if (length <= 0) throw new ArgumentException($"segment '{name}' is empty", nameof(length));
        if (!IsFree(start, (ulong)length)) throw new ArgumentException($"segment '{name}' overlaps another or wraps around", nameof(start));
        var segment = new Segment(name, start, length);
        int position = _segments.FindIndex(s => s.Start > start);
        _segments.Insert(position < 0 ? _segments.Count : position, segment);
        _base = null;
        _recent = segment;
        Size += (ulong)length;
        return segment;
    }

    /// <summary>Whether a segment of this place and size (bytes) could be added.</summary>
    public bool IsFree(ulong start, ulong length) =>
        start + length > start && _segments.TrueForAll(s => start + length <= s.Start || s.End <= start);

    /// <summary>Whether all of [address, address + length) can be read.</summary>
    public bool IsMapped(ulong address, ulong length) => _segments.Exists(s => s.Contains(address, length));

    /// <summary>The value at an address, for reading.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly T Read<T>(ulong address) where T : unmanaged
    {
        Segment segment = _recent;
        return ref segment.SurelyHolds<T>(address) ? ref segment.At<T>(address) : ref ReadFar<T>(address);
    }

    /// <summary>The value at an address, for writing: its pages count as changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Write<T>(ulong address) where T : unmanaged
    {
        Segment segment = _recent;
        return ref segment.SurelyHolds<T>(address) ? ref segment.Touch<T>(address) : ref WriteFar<T>(address);
    }

    /// <summary>Reads many values of the segment in which the one at an address lies.</summary>
    /// <exception cref="InvalidOperationException">A guarded driver asks: nobody could tell what it reads.</exception>
    public SegmentReader<T> ReaderAt<T>(ulong address) where T : unmanaged
    {
        if (_guard is not null) throw new InvalidOperationException("a guarded driver reads value by value");
        Segment segment = _recent;
        return new(segment.SurelyHolds<T>(address) ? segment : Find(address, Unsafe.SizeOf<T>()));
    }

    /// <summary>The variable at an address; it must lie wholly inside one segment.</summary>
    public StaticVariable<T> Static<T>(ulong address) where T : unmanaged => new(Find(address, Unsafe.SizeOf<T>()), address);

    /// <summary>A run of bytes, for reading; a length of 0 is an empty run at any address.</summary>
    public ReadOnlySpan<byte> ReadBytes(ulong address, ulong length) =>
        length == 0 ? [] : FindRange(address, length).Slice(address, (int)length);

    /// <summary>A run of bytes, for writing; a length of 0 is an empty run at any address.</summary>
    public Span<byte> WriteBytes(ulong address, ulong length)
    {
        if (length == 0) return [];
        Segment segment = FindRange(address, length);
        segment.Touch(address, (int)length);
        return segment.Slice(address, (int)length);
    }

    /// <summary>
    /// The NUL-terminated string at an address, or null when there is none of at most 255 bytes that is safe to print: an address from
    /// damaged memory leads anywhere.
    /// </summary>
    public string? ReadString(ulong address)
    {
        foreach (Segment segment in _segments)
        {
            if (!segment.Contains(address, 1)) continue;
            int room = (int)Math.Min(256, segment.End - address);
            ReadOnlySpan<byte> bytes = segment.Slice(address, room);
            int length = bytes.IndexOf((byte)0);
            if (length < 0) return null;
            _guard?.Check(address, (ulong)length + 1);
            string text = Encoding.UTF8.GetString(bytes[..length]);
            return Printable.IsSafe(text) ? text : null;
        }

        return null;
    }

    /// <summary>
    /// The state of all segments. It shares the pages that did not change with the snapshot that was taken or restored last, so it costs
    /// a copy of the pages touched since then.
    /// </summary>
    public MemorySnapshot Snapshot()
    {
        var pages = new byte[_segments.Count][][];
        for (int s = 0; s < pages.Length; s++)
        {
            Segment segment = _segments[s];
            pages[s] = _base is null ? new byte[segment.PageCount][] : (byte[][])_base.Pages[s].Clone();
            for (int p = 0; p < segment.PageCount; p++)
            {
                if (segment.TakeTouched(p) || _base is null) pages[s][p] = segment.Page(p).ToArray();
            }
        }

        return _base = new MemorySnapshot(pages);
    }

    /// <summary>Goes back to a snapshot of this memory. Costs a copy of the pages that differ.</summary>
    /// <exception cref="ArgumentException">The snapshot is of other segments.</exception>
    public void Restore(MemorySnapshot snapshot)
    {
        if (!Fits(snapshot)) throw new ArgumentException("the snapshot is of other segments", nameof(snapshot));
        for (int s = 0; s < _segments.Count; s++)
        {
            Segment segment = _segments[s];
            for (int p = 0; p < segment.PageCount; p++)
            {
                byte[] wanted = snapshot.Pages[s][p];
                if (segment.TakeTouched(p) || _base is null || !ReferenceEquals(wanted, _base.Pages[s][p])) wanted.CopyTo(segment.Page(p));
            }
        }

        _base = snapshot;
    }

    /// <summary>The next snapshot shares nothing with the last.</summary>
    internal void ForgetBase() => _base = null;

    private bool Fits(MemorySnapshot snapshot)
    {
        if (snapshot.Pages.Length != _segments.Count) return false;
        for (int s = 0; s < _segments.Count; s++)
        {
            if (snapshot.Pages[s].Length != _segments[s].PageCount
                || snapshot.Pages[s][^1].Length != _segments[s].Page(_segments[s].PageCount - 1).Length)
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref readonly T ReadFar<T>(ulong address) where T : unmanaged =>
        ref Find(address, Unsafe.SizeOf<T>()).At<T>(address);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref T WriteFar<T>(ulong address) where T : unmanaged =>
        ref Find(address, Unsafe.SizeOf<T>()).Touch<T>(address);

    private Segment FindRange(ulong address, ulong length) =>
        _recent.Contains(address, length) ? _recent : Find(address, length > int.MaxValue ? int.MaxValue : (int)length);

    // Remembers the segment that was found: calls stay in one pool for long stretches.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Segment Find(ulong address, int length)
    {
        _guard?.Check(address, (ulong)length);
        if (!_found.Contains(address, (ulong)length)) _found = Search(address, length);
        if (_guard is null) _recent = _found;
        return _found;
    }

    private Segment Search(ulong address, int length)
    {
        foreach (Segment segment in CollectionsMarshal.AsSpan(_segments))
        {
            if (segment.Contains(address, (ulong)length)) return segment;
        }

        throw new CorePanicException(
            CorePanicKind.DataAbort, $"{length} bytes outside of every segment", new SourceSite("", 0, "core"), address);
    }
}

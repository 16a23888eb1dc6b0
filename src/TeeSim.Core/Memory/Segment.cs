using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TeeSim.Core.Memory;

/// <summary>
/// A range of simulated addresses that holds bytes, little-endian as on the target. Its invariants: Length &gt; 0 and
/// Start + Length does not wrap; <c>touched[p]</c> is set whenever page p differs from the last snapshot taken or restored.
/// </summary>
public sealed class Segment
{
    /// <summary>
    /// log2 of the granule in which changes are tracked for snapshots (256 bytes): small, because a call touches few bytes.
    /// </summary>
    internal const int PageShift = 8;

    // The usual structs are narrower; wider ones take the exact way.
    private const int Wide = 64;

    private readonly byte[] _bytes;
    private readonly bool[] _touched;
    private readonly ulong _room;

    internal Segment(string name, ulong start, int length)
    {
        Name = name;
        Start = start;
        _bytes = GC.AllocateArray<byte>(length, pinned: true);
        Origin = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0) - (nuint)start;
        _room = (ulong)Math.Max(0, length - Wide + 1);
        _touched = new bool[(length + (1 << PageShift) - 1) >> PageShift];
        Array.Fill(_touched, true);
    }

    /// <summary>What lies here: a heap pool, static data, strings.</summary>
    public string Name { get; }

    /// <summary>The first address.</summary>
    public ulong Start { get; }

    /// <summary>The size in bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>The first address behind the segment.</summary>
    public ulong End => Start + (ulong)_bytes.Length;

    internal int PageCount => _touched.Length;

    /// <summary>Whether all of [address, address + length) lies in this segment.</summary>
    public bool Contains(ulong address, ulong length) =>
        address - Start <= (ulong)_bytes.Length && length <= (ulong)_bytes.Length - (address - Start);

    /// <summary>The whole content, for reading.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>
    /// Whether the value at an address lies wholly inside, by one comparison: true for nearly every access. Where it is false, in the last
    /// bytes or outside, <see cref="Contains"/> tells.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool SurelyHolds<T>(ulong address) where T : unmanaged => Unsafe.SizeOf<T>() <= Wide && address - Start < _room;

    /// <summary>
    /// Where the simulated address 0 would lie in the host's memory. The bytes are pinned, so that the way from a simulated address to its
    /// value is one addition: the length of a walk's step.
    /// </summary>
    internal nuint Origin { get; }

    /// <summary>The value at an address where it lies wholly inside; not marked as written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe ref T At<T>(ulong address) where T : unmanaged
    {
        Debug.Assert(Contains(address, (ulong)Unsafe.SizeOf<T>()));
        ref T value = ref Unsafe.AsRef<T>((void*)(Origin + (nuint)address));
        GC.KeepAlive(this);
        return ref value;
    }

    /// <summary>The value at an address where it lies wholly inside, marked as written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T Touch<T>(ulong address) where T : unmanaged
    {
        Debug.Assert(Unsafe.SizeOf<T>() <= 1 << PageShift);
        nuint offset = (nuint)(address - Start);
        ref bool marks = ref MemoryMarshal.GetArrayDataReference(_touched);
        Unsafe.Add(ref marks, offset >> PageShift) = true;
        Unsafe.Add(ref marks, (offset + (nuint)(Unsafe.SizeOf<T>() - 1)) >> PageShift) = true;
        return ref At<T>(address);
    }

    internal Span<byte> Slice(ulong address, int length) => _bytes.AsSpan((int)(address - Start), length);

    internal void Touch(ulong address, int length)
    {
        if (length == 0) return;
        int first = (int)(address - Start) >> PageShift;
        int last = ((int)(address - Start) + length - 1) >> PageShift;
        _touched.AsSpan(first, last - first + 1).Fill(true);
    }

    internal bool TakeTouched(int page)
    {
        bool touched = _touched[page];
        _touched[page] = false;
        return touched;
    }

    /// <summary>The first page from a position on that is marked as written, or -1; takes the mark away.</summary>
    internal int NextTouched(int from)
    {
        int found = _touched.AsSpan(from).IndexOf(true);
        if (found < 0) return -1;
        _touched[from + found] = false;
        return from + found;
    }

    internal int PageLength(int page) => Math.Min(1 << PageShift, _bytes.Length - (page << PageShift));

    internal Span<byte> Page(int page) => _bytes.AsSpan(page << PageShift, PageLength(page));
}

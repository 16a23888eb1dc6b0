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
    /// <summary>log2 of the granule in which changes are tracked for snapshots (1 KiB): small, because a call touches few bytes.</summary>
    internal const int PageShift = 10;

    private readonly byte[] _bytes;
    private readonly bool[] _touched;

    internal Segment(string name, ulong start, int length)
    {
        Name = name;
        Start = start;
        _bytes = new byte[length];
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Holds<T>(ulong address) where T : unmanaged =>
        address - Start < (ulong)_bytes.Length && (ulong)_bytes.Length - (address - Start) >= (ulong)Unsafe.SizeOf<T>();

    /// <summary>The value at an address of which <see cref="Holds{T}"/> is true; not marked as written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T At<T>(ulong address) where T : unmanaged
    {
        Debug.Assert(Holds<T>(address));
        return ref Unsafe.As<byte, T>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), (nuint)(address - Start)));
    }

    /// <summary>Marks what is written at an address of which <see cref="Holds{T}"/> is true.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Touch<T>(ulong address) where T : unmanaged
    {
        nuint offset = (nuint)(address - Start);
        ref bool marks = ref MemoryMarshal.GetArrayDataReference(_touched);
        Unsafe.Add(ref marks, offset >> PageShift) = true;
        Unsafe.Add(ref marks, (offset + (nuint)(Unsafe.SizeOf<T>() - 1)) >> PageShift) = true;
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

    internal Span<byte> Page(int page)
    {
        int start = page << PageShift;
        return _bytes.AsSpan(start, Math.Min(1 << PageShift, _bytes.Length - start));
    }
}

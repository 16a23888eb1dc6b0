using System.Runtime.CompilerServices;

namespace TeeSim.Core.Memory;

/// <summary>
/// Reads many values of one type from one segment: for walks, whose inner loop then has no call. Equation: a <typeparamref name="T"/> lies
/// wholly inside the segment at each offset below <c>_room</c>.
/// </summary>
/// <typeparam name="T">What is read.</typeparam>
public readonly ref struct SegmentReader<T> where T : unmanaged
{
    private readonly Segment _segment;
    private readonly nuint _origin;
    private readonly ulong _start;
    private readonly ulong _room;

    internal SegmentReader(Segment segment)
    {
        _segment = segment;
        _origin = segment.Origin;
        _start = segment.Start;
        _room = (ulong)Math.Max(0, segment.Length - Unsafe.SizeOf<T>() + 1);
    }

    /// <summary>Whether the value at an address lies wholly inside the segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Reaches(ulong address) => address - _start < _room;

    /// <summary>The value at an address of which <see cref="Reaches"/> is true.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public unsafe ref readonly T this[ulong address]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (!Reaches(address)) throw new ArgumentOutOfRangeException(nameof(address));
            ref T value = ref Unsafe.AsRef<T>((void*)(_origin + (nuint)address));
            GC.KeepAlive(_segment);
            return ref value;
        }
    }
}

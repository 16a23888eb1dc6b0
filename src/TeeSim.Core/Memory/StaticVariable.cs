using System.Runtime.CompilerServices;

namespace TeeSim.Core.Memory;

/// <summary>
/// A C variable with static storage: its segment is found once, so that reaching it neither searches nor makes the memory forget
/// the segment that the heap walk is in.
/// </summary>
/// <typeparam name="T">The variable's C type.</typeparam>
public readonly struct StaticVariable<T> where T : unmanaged
{
    private readonly Segment _segment;

    internal StaticVariable(Segment segment, ulong address)
    {
        _segment = segment;
        Address = address;
    }

    /// <summary>Where it lies.</summary>
    public ulong Address { get; }

    /// <summary>The value, for reading.</summary>
    public ref readonly T Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _segment.At<T>(Address);
    }

    /// <summary>The value, for writing: its pages count as changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Write() => ref _segment.Touch<T>(Address);
}

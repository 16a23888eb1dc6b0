namespace TeeSim.Core.Words;

/// <summary>
/// A word of the modelled target as it lies in simulated memory: a pointer, <c>size_t</c>, <c>vaddr_t</c> or <c>long</c>.
/// Structs that are generic over it get the target's size and layout by themselves.
/// </summary>
/// <typeparam name="TSelf">The implementing type: <see cref="Word32"/> (ILP32) or <see cref="Word64"/> (LP64).</typeparam>
public interface IWord<TSelf> where TSelf : unmanaged, IWord<TSelf>
{
    /// <summary>Size in bytes: 4 or 8.</summary>
    static abstract int Size { get; }

    /// <summary>The largest unsigned value; also the mask for arithmetic that wraps.</summary>
    static abstract ulong Mask { get; }

    /// <summary>The largest value of the signed type (<c>LONG_MAX</c>).</summary>
    static abstract long SignedMax { get; }

    /// <summary>The word that holds the low bits of <paramref name="value"/>.</summary>
    static abstract TSelf From(ulong value);

    /// <summary>The word that holds the low bits of <paramref name="value"/>.</summary>
    static abstract TSelf From(long value);

    /// <summary>The value as an address or <c>size_t</c>.</summary>
    ulong Value { get; }

    /// <summary>The value as a <c>long</c> of the target.</summary>
    long Signed { get; }
}

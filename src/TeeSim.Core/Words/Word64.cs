namespace TeeSim.Core.Words;

/// <summary>A 64-bit word: the LP64 targets.</summary>
public readonly struct Word64 : IWord<Word64>
{
    private readonly ulong _value;

    private Word64(ulong value) => _value = value;

    /// <inheritdoc/>
    public static int Size => sizeof(ulong);

    /// <inheritdoc/>
    public static ulong Mask => ulong.MaxValue;

    /// <inheritdoc/>
    public static long SignedMax => long.MaxValue;

    /// <inheritdoc/>
    public ulong Value => _value;

    /// <inheritdoc/>
    public long Signed => (long)_value;

    /// <inheritdoc/>
    public static Word64 From(ulong value) => new((ulong)value);

    /// <inheritdoc/>
    public static Word64 From(long value) => new((ulong)value);
}

namespace TeeSim.Core.Words;

/// <summary>A 32-bit word: the ILP32 targets.</summary>
public readonly struct Word32 : IWord<Word32>
{
    private readonly uint _value;

    private Word32(uint value) => _value = value;

    /// <inheritdoc/>
    public static int Size => sizeof(uint);

    /// <inheritdoc/>
    public static ulong Mask => 0xffff_ffff;

    /// <inheritdoc/>
    public static long SignedMax => int.MaxValue;

    /// <inheritdoc/>
    public ulong Value => _value;

    /// <inheritdoc/>
    public long Signed => (int)_value;

    /// <inheritdoc/>
    public static Word32 From(ulong value) => new((uint)value);

    /// <inheritdoc/>
    public static Word32 From(long value) => new((uint)value);
}

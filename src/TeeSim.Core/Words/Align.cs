namespace TeeSim.Core.Words;

/// <summary>Rounding to powers of two, in 64 bits; callers mask or check for their own width.</summary>
public static class Align
{
    /// <summary>The largest multiple of <paramref name="alignment"/> (a power of two) that is not above <paramref name="value"/>.</summary>
    public static ulong Down(ulong value, ulong alignment) => value & ~(alignment - 1);

    /// <summary>
    /// The smallest multiple of <paramref name="alignment"/> (a power of two) that is not below <paramref name="value"/>; wraps at 2^64.
    /// </summary>
    public static ulong Up(ulong value, ulong alignment) => Down(value + alignment - 1, alignment);

    /// <summary>Whether <paramref name="value"/> is a multiple of <paramref name="alignment"/> (a power of two).</summary>
    public static bool Is(ulong value, ulong alignment) => (value & (alignment - 1)) == 0;
}

using TeeSim.Core.Words;

namespace TeeSim.Bget.Structs;

/// <summary>
/// The debug header in front of a payload (<c>struct mdbg_hdr</c> under <c>ENABLE_MDBG</c>): 16 bytes on ILP32, 32 on LP64. It starts with
/// a <see cref="MdbgCaller{TWord}"/>; where its <see cref="MdbgGuard"/> is depends on the release. Padding is never written. A footer word
/// of <see cref="FooterMagic"/> stands behind the payload, at the next multiple of 4.
/// </summary>
internal static class MdbgHeader
{
    /// <summary>Value of <see cref="MdbgGuard.Magic"/> while the buffer is allocated.</summary>
    public const uint HeaderMagic = 0xadad_adad;

    /// <summary>Value of the footer while the buffer is allocated.</summary>
    public const uint FooterMagic = 0xecec_ecec;

    /// <summary>Bytes of the header.</summary>
    public static int Size<TWord>() where TWord : unmanaged, IWord<TWord> => 4 * TWord.Size;

    /// <summary>
    /// Where in the header the guard lies: 8 on ILP32. On LP64 at its end, 24, or, up to 4.5, behind the line, 12.
    /// </summary>
    public static int GuardOffset<TWord>(bool last) where TWord : unmanaged, IWord<TWord> =>
        last ? Size<TWord>() - 2 * sizeof(uint) : TWord.Size + sizeof(uint);
}

/// <summary>Who allocated the buffer.</summary>
internal struct MdbgCaller<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Address of the caller's file name.</summary>
    public TWord Fname;

    /// <summary>The caller's line, cut to 16 bits.</summary>
    public ushort Line;
}

/// <summary>The size and the magic of a debug header.</summary>
internal struct MdbgGuard
{
    /// <summary>Payload bytes, cut to 32 bits.</summary>
    public uint PlSize;

    /// <summary><see cref="MdbgHeader.HeaderMagic"/>, or 0 once freed.</summary>
    public uint Magic;
}

using TeeSim.Core.Words;

namespace TeeSim.Bget.Structs;

/// <summary>
/// The debug header in front of a payload (<c>struct mdbg_hdr</c> under <c>ENABLE_MDBG</c>, layout of all releases on ILP32 and up to 4.5 on LP64): 16 bytes on ILP32,
/// 32 on LP64. A footer word of <see cref="FooterMagic"/> stands behind the payload, at the next multiple of 4.
/// </summary>
internal struct MdbgHeader<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Value of <see cref="Magic"/> while the buffer is allocated.</summary>
    public const uint HeaderMagic = 0xadad_adad;

    /// <summary>Value of the footer while the buffer is allocated.</summary>
    public const uint FooterMagic = 0xecec_ecec;

    /// <summary>Address of the caller's file name.</summary>
    public TWord Fname;

    /// <summary>The caller's line, cut to 16 bits.</summary>
    public ushort Line;

    /// <summary>Payload bytes, cut to 32 bits.</summary>
    public uint PlSize;

    /// <summary><see cref="HeaderMagic"/>, or 0 once freed.</summary>
    public uint Magic;
}

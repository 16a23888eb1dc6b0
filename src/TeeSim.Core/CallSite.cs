namespace TeeSim.Core;

/// <summary>
/// The caller of an allocation as mdbg stores it (<c>__FILE__</c> and <c>__LINE__</c>, <c>bget_malloc.c</c>): an address and a number,
/// so that passing it costs nothing.
/// </summary>
/// <param name="File">Simulated address of the file's name; see <see cref="Memory.StringTable"/>.</param>
/// <param name="Line">Line number; the debug header keeps the low 16 bits.</param>
public readonly record struct CallSite(ulong File, int Line);

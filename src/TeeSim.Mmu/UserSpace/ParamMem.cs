namespace TeeSim.Mmu.UserSpace;

/// <summary>A memory reference among the parameters of a call (<c>struct param_mem</c>).</summary>
/// <param name="Mobj">The object, or 0: then there is nothing to map.</param>
/// <param name="Offset">Where in it the memory starts, in bytes.</param>
/// <param name="Size">Bytes; 0 maps a page all the same.</param>
public readonly record struct ParamMem(ulong Mobj, ulong Offset, ulong Size);

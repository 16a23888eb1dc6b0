namespace TeeSim.Mmu.UserSpace;

/// <summary>A region as it was when it was looked at.</summary>
/// <param name="Address">Its <c>vm_region</c> on the heap.</param>
/// <param name="Mobj">The object that it maps.</param>
/// <param name="Offset">Where in the object it starts, in bytes.</param>
/// <param name="Va">First address in the TA.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Attr">Attribute bits.</param>
/// <param name="Flags">What it is for.</param>
public readonly record struct RegionInfo(ulong Address, ulong Mobj, ulong Offset, ulong Va, ulong Size, Mattr Attr, VmFlags Flags);

using TeeSim.Core;

namespace TeeSim.Kernel;

/// <summary>A page pool of the core.</summary>
/// <param name="Name">The variable's name: <c>tee_mm_sec_ddr</c>.</param>
/// <param name="Address">Its address.</param>
/// <param name="Range">What it was made for.</param>
public sealed record PagePool(string Name, ulong Address, AddressRange Range);

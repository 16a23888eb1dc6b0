namespace TeeSim.Core;

/// <summary>A range of addresses, physical or virtual.</summary>
/// <param name="Start">First address.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct AddressRange(ulong Start, ulong Size)
{
    /// <summary>Whether [start, start + size) lies inside; never true when that wraps around.</summary>
    public bool Contains(ulong start, ulong size) => start >= Start && size <= Size && start - Start <= Size - size;

    /// <summary>Whether the two ranges share a byte; an empty one shares none, and one may end at the top of the address space.</summary>
    public bool Overlaps(AddressRange other) =>
        Size != 0 && other.Size != 0 && (other.Start - Start < Size || Start - other.Start < other.Size);
}

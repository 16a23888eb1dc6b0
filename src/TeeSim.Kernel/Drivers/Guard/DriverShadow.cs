using TeeSim.Core;
using TeeSim.Core.Memory;

namespace TeeSim.Kernel.Drivers.Guard;

/// <summary>What a granule of the heap is to the driver.</summary>
internal enum Granule : byte
{
    /// <summary>Never the driver's.</summary>
    Foreign = 0,

    /// <summary>The start of a buffer that the driver has allocated.</summary>
    Start = 1,

    /// <summary>More of the buffer in front.</summary>
    Continuation = 2,

    /// <summary>Freed by the driver, whoever may have it now.</summary>
    Freed = 3,

    /// <summary>Here starts a memory object of which the driver holds a reference.</summary>
    Mobj = 4,

    /// <summary>Here started one whose reference it has given back.</summary>
    PutMobj = 5,

    /// <summary>Here started the context of a TA that has ended.</summary>
    EndedContext = 6,
}

/// <summary>
/// One byte for each granule of 8 bytes of the heap, in a segment of its own, so that snapshots keep it with what it tells of. The low half
/// is a <see cref="Granule"/>, the high half how many bytes of a granule are the driver's. Equation: a <see cref="Granule.Continuation"/>
/// stands behind a <see cref="Granule.Start"/> or another one, and all but the last of a buffer have 8 bytes.
/// </summary>
internal sealed class DriverShadow
{
    private const int GranuleSize = 8;
    private const int BytesShift = 4;
    private const int KindMask = 0xf;

    // Nothing of any target lies near the end of 64-bit addresses, so no pointer of a driver gets here.
    private const ulong Address = 0xffff_f000_0000_0000;

    private readonly Segment _shadow;
    private readonly AddressRange _heap;

    public DriverShadow(SimulatedMemory memory, AddressRange heap)
    {
        _heap = heap;
        _shadow = memory.AddSegment("driver_shadow", Address, (int)(heap.Size / GranuleSize) + 1);
    }

    /// <summary>Whether an address lies in the heap.</summary>
    public bool Covers(ulong address) => _heap.Contains(address, 1);

    /// <summary>What the granule of an address is; <see cref="Granule.Foreign"/> outside of the heap.</summary>
    public Granule KindAt(ulong address) => Covers(address) ? (Granule)(_shadow.At<byte>(ShadowOf(address)) & KindMask) : Granule.Foreign;

    /// <summary>Whether something of a kind starts exactly here.</summary>
    public bool StartsAt(ulong address, Granule kind) =>
        Covers(address) && (address - _heap.Start) % GranuleSize == 0 && KindAt(address) == kind;

    /// <summary>
    /// The first byte of [address, address + length) that is not of one and the same live buffer of the driver; null when all are.
    /// </summary>
    public ulong? FirstForeign(ulong address, ulong length)
    {
        ulong end = address + length;
        if (end < address) return address;
        for (ulong at = address; at < end; at = Align(at) + GranuleSize)
        {
            Granule kind = KindAt(at);
            bool inside = kind == Granule.Continuation || (kind == Granule.Start && at == address);
            if (!inside) return at;
            ulong last = Math.Min(end, Align(at) + GranuleSize) - 1;
            if (!IsInside(last)) return last;
        }

        return null;
    }

    /// <summary>Whether a byte in a granule of a live buffer is the buffer's own, and not the rest behind its end.</summary>
    public bool IsInside(ulong address) => address < Align(address) + (ulong)(_shadow.At<byte>(ShadowOf(address)) >> BytesShift);

    /// <summary>A buffer becomes the driver's.</summary>
    public void Allocated(ulong address, ulong size)
    {
        Set(address, Granule.Start, Math.Min(GranuleSize, size));
        for (ulong offset = GranuleSize; offset < size; offset += GranuleSize)
            Set(address + offset, Granule.Continuation, Math.Min(GranuleSize, size - offset));
    }

    /// <summary>A buffer that starts here is not the driver's any more.</summary>
    public void Freed(ulong address)
    {
        do
        {
            Set(address, Granule.Freed, 0);
            address += GranuleSize;
        }
        while (KindAt(address) == Granule.Continuation);
    }

    /// <summary>Something that the driver knows by its address starts here, or has ended.</summary>
    public void Mark(ulong address, Granule kind) => Set(address, kind, 0);

    private void Set(ulong address, Granule kind, ulong bytes)
    {
        if (Covers(address)) _shadow.Touch<byte>(ShadowOf(address)) = (byte)((byte)kind | (bytes << BytesShift));
    }

    private ulong ShadowOf(ulong address) => Address + (address - _heap.Start) / GranuleSize;

    private ulong Align(ulong address) => address - (address - _heap.Start) % GranuleSize;
}

using TeeSim.Core;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>The core's static mappings: which physical ranges of which kind it sees at which virtual address (<c>core_mmu.c</c>).</summary>
public sealed class CoreMap
{
    private readonly List<(BufferAttribute Kind, AddressRange Pa, ulong Va)> _mappings = [];
    private readonly List<AddressRange> _secure = [];

    /// <summary>Adds a mapping; of several that contain an address, the first added is found.</summary>
    public void Add(BufferAttribute kind, AddressRange pa, ulong va) => _mappings.Add((kind, pa, va));

    /// <summary>Says of a physical range that the core does not see that it is secure: SDP memory.</summary>
    public void AddSecure(AddressRange pa) => _secure.Add(pa);

    /// <summary>Whether no byte of [pa, pa + size) is secure: neither the core's nor the TAs' RAM nor SDP memory.</summary>
    public bool IsNonSecure(ulong pa, ulong size)
    {
        var range = new AddressRange(pa, size);
        return !_secure.Exists(s => s.Overlaps(range)) && !_mappings.Exists(m => m.Kind != BufferAttribute.NsecShm && m.Pa.Overlaps(range));
    }

    /// <summary>
    /// The core's virtual address of a physical one (<c>phys_to_virt</c> 3.10.0), or 0. Only the address itself is looked up, not the end
    /// of what starts there.
    /// </summary>
    public ulong PhysToVirt(ulong pa, BufferAttribute kind)
    {
        foreach ((BufferAttribute mappedKind, AddressRange range, ulong va) in _mappings)
        {
            if (mappedKind == kind && range.Contains(pa, 1)) return va + (pa - range.Start);
        }

        return 0;
    }

    /// <summary>
    /// The core's virtual address of all of [pa, pa + size) (<c>phys_to_virt</c> 4.10.0), or 0; an empty range has none.
    /// </summary>
    public ulong PhysToVirt(ulong pa, ulong size, BufferAttribute kind)
    {
        if (size == 0) return 0;
        foreach ((BufferAttribute mappedKind, AddressRange range, ulong va) in _mappings)
        {
            if (mappedKind == kind && range.Contains(pa, size)) return va + (pa - range.Start);
        }

        return 0;
    }

    /// <summary>The only mapping of a kind, if there is exactly one and it has at least so many bytes.</summary>
    public (ulong Pa, ulong Va)? OnlyMapping(BufferAttribute kind, ulong size)
    {
        var ofKind = _mappings.FindAll(m => m.Kind == kind);
        return ofKind is [var only] && only.Pa.Size >= size ? (only.Pa.Start, only.Va) : null;
    }

    /// <summary>Whether [pa, pa + size) lies wholly inside one mapping of a kind.</summary>
    public bool Contains(ulong pa, ulong size, BufferAttribute kind) => _mappings.Exists(m => m.Kind == kind && m.Pa.Contains(pa, size));
}

using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>A TA that can be opened.</summary>
/// <param name="Name">What scripts call it.</param>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Flags">Its properties.</param>
/// <param name="FirstRegions">
/// For a TA that is listed region by region: what it has behind the kernel's entry code when it is opened.
/// </param>
public sealed record TaDefinition(string Name, Guid Uuid, TaFlags Flags, IReadOnlyList<TaRegion> FirstRegions)
{
    /// <summary>For a TA that is loaded: its binary; null for one that is listed region by region.</summary>
    public TaImage? Image { get; init; }
}

/// <summary>A region that a TA starts with.</summary>
/// <param name="Va">First address in the TA, a multiple of a page.</param>
/// <param name="Pa">First physical address; in the TA RAM, the core's RAM or the reserved shared memory.</param>
/// <param name="Size">Bytes, a multiple of a page.</param>
/// <param name="Prot">Protection bits.</param>
public sealed record TaRegion(ulong Va, ulong Pa, ulong Size, Mattr Prot)
{
    /// <summary>The RAM that it lies in, or null.</summary>
    internal AddressRange? RamOf(BootLayout boot)
    {
        foreach (AddressRange ram in (AddressRange[])[boot.TaRam, boot.TeeRam, boot.NsecShm])
        {
            if (ram.Contains(Pa, Size)) return ram;
        }

        return null;
    }
}

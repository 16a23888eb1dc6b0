using TeeSim.Core;
using TeeSim.Exploration.Reports;
using TeeSim.Kernel;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Testing.Heaps;

/// <summary>What a block of the heap has to do with the regions of TAs.</summary>
internal sealed class RegionNames
{
    private readonly Dictionary<ulong, string> _regions = [];
    private readonly Dictionary<ulong, string> _objects = [];

    /// <summary>Looks at the regions that a world has.</summary>
    public RegionNames(SecureWorld world)
    {
        foreach (TaContext context in world.Contexts)
        {
            string ta = world.Options.Tas.FirstOrDefault(t => t.Uuid == context.Uuid)?.Name ?? context.Uuid.ToString();
            foreach (RegionInfo region in world.Mmu.Regions(context.UserModeCtx))
            {
                bool hasPa = world.Mobjs.GetPa(region.Mobj, region.Offset, 0, out ulong pa) == TeeResult.SUCCESS;
                string place = $"va {Words.Address(region.Va)}{(hasPa ? $" pa {Words.Address(pa)}" : "")} size {Words.Hex(region.Size)}";
                _regions[region.Address] = $"region of {ta}, {place}";
                _objects.TryAdd(region.Mobj, $"object of the region of {ta}, {place}");
            }
        }
    }

    /// <summary>What a block is: <c>region of drm, va 0x00200000 pa 0x5a399000 size 0x1000</c>; null when it has to do with none.</summary>
    public string? Of(HeapBlock block) => _regions.GetValueOrDefault(block.Address) ?? _objects.GetValueOrDefault(block.Address);
}

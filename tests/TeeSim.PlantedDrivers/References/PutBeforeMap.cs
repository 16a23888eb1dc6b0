using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.MemoryObjects;

namespace TeeSim.PlantedDrivers.References;

/// <summary>Creates <see cref="PutBeforeMap"/>.</summary>
public sealed class PutBeforeMapFactory() : PlantedFactory("put-before-map", (core, options) => new PutBeforeMap(core, options));

/// <summary>Map puts the only reference before vm_map, which then maps a freed object.</summary>
public sealed class PutBeforeMap(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult MapBuffer(ulong channel, ulong pa, ulong size, out ulong va)
    {
        va = 0;
        ulong mobj = Core.MobjPhysAlloc(pa, size, cattr: 0, BufferAttribute.SdpMem);
        if (mobj == 0) return TeeResult.OUT_OF_MEMORY;
        Core.MobjPut(mobj);
        return MapObject(mobj, size, out va);
    }
}

using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.MemoryObjects;

namespace TeeSim.PlantedDrivers.ErrorPaths;

/// <summary>Creates <see cref="MobjKeptWhenMapFails"/>.</summary>
public sealed class MobjKeptWhenMapFailsFactory()
    : PlantedFactory("mobj-kept-when-map-fails", (core, options) => new MobjKeptWhenMapFails(core, options));

/// <summary>When vm_map fails, the reference of the object is not put.</summary>
public sealed class MobjKeptWhenMapFails(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult MapBuffer(ulong channel, ulong pa, ulong size, out ulong va)
    {
        va = 0;
        ulong mobj = Core.MobjPhysAlloc(pa, size, cattr: 0, BufferAttribute.SdpMem);
        if (mobj == 0) return TeeResult.OUT_OF_MEMORY;
        TeeResult result = MapObject(mobj, size, out va);
        if (result == TeeResult.SUCCESS) Core.MobjPut(mobj);
        return result;
    }
}

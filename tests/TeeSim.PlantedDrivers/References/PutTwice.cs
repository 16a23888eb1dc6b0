using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.MemoryObjects;

namespace TeeSim.PlantedDrivers.References;

/// <summary>Creates <see cref="PutTwice"/>.</summary>
public sealed class PutTwiceFactory() : PlantedFactory("put-twice", (core, options) => new PutTwice(core, options));

/// <summary>Map puts its reference twice, so the second time the region's: the object is freed while the region maps it.</summary>
public sealed class PutTwice(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult MapBuffer(ulong channel, ulong pa, ulong size, out ulong va)
    {
        va = 0;
        ulong mobj = Core.MobjPhysAlloc(pa, size, cattr: 0, BufferAttribute.SdpMem);
        if (mobj == 0) return TeeResult.OUT_OF_MEMORY;
        TeeResult result = MapObject(mobj, size, out va);
        Core.MobjPut(mobj);
        Core.MobjPut(mobj);
        return result;
    }
}

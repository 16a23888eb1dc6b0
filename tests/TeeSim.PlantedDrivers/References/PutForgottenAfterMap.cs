using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.MemoryObjects;

namespace TeeSim.PlantedDrivers.References;

/// <summary>Creates <see cref="PutForgottenAfterMap"/>.</summary>
public sealed class PutForgottenAfterMapFactory()
    : PlantedFactory("put-forgotten-after-map", (core, options) => new PutForgottenAfterMap(core, options));

/// <summary>The reference that map allocates the object with is never put: the object outlives its region.</summary>
public sealed class PutForgottenAfterMap(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult MapBuffer(ulong channel, ulong pa, ulong size, out ulong va)
    {
        va = 0;
        ulong mobj = Core.MobjPhysAlloc(pa, size, cattr: 0, BufferAttribute.SdpMem);
        if (mobj == 0) return TeeResult.OUT_OF_MEMORY;
        return MapObject(mobj, size, out va);
    }
}

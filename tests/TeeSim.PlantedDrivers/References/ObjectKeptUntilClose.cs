using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.MemoryObjects;

namespace TeeSim.PlantedDrivers.References;

/// <summary>Creates <see cref="ObjectKeptUntilClose"/>.</summary>
public sealed class ObjectKeptUntilCloseFactory()
    : PlantedFactory("object-kept-until-close", (core, options) => new ObjectKeptUntilClose(core, options));

/// <summary>
/// Right: a channel keeps a reference of the object that it has mapped last, and gives it back when it maps
/// another one and when it is closed.
/// </summary>
public class ObjectKeptUntilClose(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult MapBuffer(ulong channel, ulong pa, ulong size, out ulong va)
    {
        va = 0;
        ulong mobj = Core.MobjPhysAlloc(pa, size, cattr: 0, BufferAttribute.SdpMem);
        if (mobj == 0) return TeeResult.OUT_OF_MEMORY;
        TeeResult result = MapObject(mobj, size, out va);
        if (result != TeeResult.SUCCESS)
        {
            Core.MobjPut(mobj);
            return result;
        }

        PutOld(Word(channel, ChannelPrivate));
        SetWord(channel, ChannelPrivate, mobj);
        return TeeResult.SUCCESS;
    }

    protected override void Detach(ulong channel)
    {
        if (Word(channel, ChannelPrivate) is var mobj and not 0) Core.MobjPut(mobj);
    }

    protected virtual void PutOld(ulong mobj)
    {
        if (mobj != 0) Core.MobjPut(mobj);
    }
}

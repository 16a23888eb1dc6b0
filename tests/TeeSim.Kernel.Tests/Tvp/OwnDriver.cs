using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tests.Tvp;

/// <summary>Creates <see cref="OwnDriver"/>.</summary>
internal sealed class OwnDriverFactory : ITvpDriverFactory
{
    public string Name => "own";

    public OwnDriver? Created { get; private set; }

    public ITvpDriver Create(ITeeCore core, TvpOptions options) => Created = new OwnDriver(core);
}

/// <summary>A driver of one channel and one mapping, whose close_channel unmaps in whatever TA runs.</summary>
internal sealed class OwnDriver(ITeeCore core) : ITvpDriver
{
    private static readonly SourceSite Site = new("own.c", 12, "own_map");

    private readonly ulong _state = core.StaticData(32);

    public int ChannelCount => 1;

    public ITeeCore Core => core;

    private ref ulong Context => ref core.Memory.Write<ulong>(_state);

    private ref ulong Va => ref core.Memory.Write<ulong>(_state + 8);

    private ref ulong Record => ref core.Memory.Write<ulong>(_state + 16);

    public TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
    {
        handle = 77;
        return TeeResult.SUCCESS;
    }

    public TeeResult BindChannel(uint handle, Guid ta) => ta == core.UuidOf(core.CurrentContext) ? TeeResult.SUCCESS : TeeResult.BAD_STATE;

    public TeeResult CloseChannel(uint handle) => core.VmUnmap(Context, Va, TestWorld.Page);

    public TeeResult InputBufMap(ulong pa, ulong size, out ulong va)
    {
        va = 0;
        Context = core.CurrentContext;
        Record = core.Calloc(100, Site);
        ulong mobj = core.MobjPhysAlloc(pa, size, 0, BufferAttribute.SdpMem);
        TeeResult result = core.VmMap(Context, ref va, size, Mattr.Ur, VmFlags.Shareable, mobj, 0);
        core.MobjPut(mobj);
        Va = va;
        return result;
    }

    public TeeResult InputBufUnmap(ulong pa, ulong size)
    {
        core.Emsg(Site, $"unmap in a world of {core.WordSize}-byte words, pool at 0x{core.VdecPool.Start:x}");
        core.Free(Record);
        return core.VmUnmap(core.CurrentContext, Va, size);
    }
}

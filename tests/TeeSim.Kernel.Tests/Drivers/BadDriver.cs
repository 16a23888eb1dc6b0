using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>A driver whose close_channel does what a test says, to one buffer of 28 bytes that it has from the start.</summary>
internal sealed class BadDriver(ITeeCore core, Action<BadDriver> close) : ITvpDriver
{
    public static readonly SourceSite Site = new("bad.c", 7, "bad_open");

    public const ulong BufferSize = 28;

    public ITeeCore Core { get; } = core;

    public ulong Statics { get; } = core.StaticData(16);

    public ulong Buffer { get; set; }

    public ulong Mobj { get; set; }

    public ulong Context { get; set; }

    public int ChannelCount => 0;

    public TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
    {
        handle = 1;
        Buffer = Core.Calloc(BufferSize, Site);
        Context = Core.CurrentContext;
        return TeeResult.SUCCESS;
    }

    public TeeResult BindChannel(uint handle, Guid ta) => TeeResult.SUCCESS;

    public TeeResult CloseChannel(uint handle)
    {
        close(this);
        return TeeResult.SUCCESS;
    }

    public TeeResult InputBufMap(ulong pa, ulong size, out ulong va)
    {
        va = 0;
        return TeeResult.SUCCESS;
    }

    public TeeResult InputBufUnmap(ulong pa, ulong size) => TeeResult.SUCCESS;
}

/// <summary>Creates <see cref="BadDriver"/>.</summary>
internal sealed class BadDriverFactory(Action<BadDriver> close) : ITvpDriverFactory
{
    public string Name => "bad";

    public BadDriver? Created { get; private set; }

    public ITvpDriver Create(ITeeCore core, TvpOptions options) => Created = new BadDriver(core, close);
}

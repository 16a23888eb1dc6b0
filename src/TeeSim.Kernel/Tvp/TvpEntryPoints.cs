using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>What every TVP driver offers.</summary>
public static class TvpEntryPoints
{
    /// <summary>The kind of handle that a channel is.</summary>
    public const string ChannelKind = "channel";

    private static readonly EntryParameter Channel = new("channel", EntryParameterType.Handle) { Handle = ChannelKind };
    private static readonly EntryParameter Pa = new("pa", EntryParameterType.Address);
    private static readonly EntryParameter Size = new("size", EntryParameterType.Size);

    /// <summary>Opens a channel.</summary>
    public static EntryPoint OpenChannel { get; } = new(
        "open_channel",
        "Opens a video decoder channel; `bind` names the TA that may map its input, by default the session's own",
        [
            new("input", EntryParameterType.Range),
            new("output", EntryParameterType.Range) { IsOptional = true, Most = 4 },
            new("bind", EntryParameterType.Ta) { IsOptional = true },
            new("cfg", EntryParameterType.Number) { IsOptional = true },
        ])
    {
        Gives = EntryResult.Handle(ChannelKind),
        ClosedBy = "close_channel",
    };

    /// <summary>Binds a channel to another TA.</summary>
    public static EntryPoint BindChannel { get; } = new(
        "bind_channel", "Lets another TA map the channel's input", [Channel, new("ta", EntryParameterType.Ta)])
    {
        Context = EntryContext.Handle,
    };

    /// <summary>Maps a part of a channel's input.</summary>
    public static EntryPoint Map { get; } = new("map", "Maps a part of a channel's input into the session's TA", [Pa, Size])
    {
        Gives = EntryResult.Address,
        ClosedBy = "unmap",
        Function = "tee_tvp_vdec_input_buf_map",
    };

    /// <summary>Unmaps it again.</summary>
    public static EntryPoint Unmap { get; } = new("unmap", "Removes the mapping with this physical address and size", [Pa, Size])
    {
        Function = "tee_tvp_vdec_input_buf_unmap",
    };

    /// <summary>Closes a channel.</summary>
    public static EntryPoint CloseChannel { get; } = new("close_channel", "Closes a channel", [Channel]) { Context = EntryContext.Handle };

    /// <summary>All of them, in the order in which guides list them.</summary>
    public static IReadOnlyList<EntryPoint> All { get; } = [OpenChannel, BindChannel, Map, Unmap, CloseChannel];
}

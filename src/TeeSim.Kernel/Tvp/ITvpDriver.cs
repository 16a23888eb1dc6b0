using TeeSim.Core;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// The TVP driver's entry points: channels of the video decoder, and the mapping of their input buffers into TAs. Each runs in the context of
/// the calling TA. Another driver takes its place by implementing this and <see cref="ITvpDriverFactory"/>.
/// </summary>
public interface ITvpDriver
{
    /// <summary>Opens a channel.</summary>
    /// <param name="request">What for.</param>
    /// <param name="handle">On success its handle, from 1.</param>
    TeeResult OpenChannel(OpenChannelRequest request, out uint handle);

    /// <summary>Binds a channel to another TA.</summary>
    TeeResult BindChannel(uint handle, Guid ta);

    /// <summary>Closes a channel.</summary>
    TeeResult CloseChannel(uint handle);

    /// <summary>Maps a part of a channel's input buffer into the calling TA (<c>tee_tvp_vdec_input_buf_map</c>).</summary>
    /// <param name="pa">Physical address.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="va">On success the TA's address.</param>
    TeeResult InputBufMap(ulong pa, ulong size, out ulong va);

    /// <summary>Unmaps it again (<c>tee_tvp_vdec_input_buf_unmap</c>).</summary>
    TeeResult InputBufUnmap(ulong pa, ulong size);

    /// <summary>How many channels are open.</summary>
    int ChannelCount { get; }
}

/// <summary>What a channel is opened for.</summary>
/// <param name="Config">The decoder's configuration; kept, not interpreted.</param>
/// <param name="Input">The input buffer, physical.</param>
/// <param name="Outputs">Up to four output buffers, physical.</param>
/// <param name="BoundTa">The TA that may map the input; null for the caller.</param>
public sealed record OpenChannelRequest(uint Config, AddressRange Input, IReadOnlyList<AddressRange> Outputs, Guid? BoundTa);

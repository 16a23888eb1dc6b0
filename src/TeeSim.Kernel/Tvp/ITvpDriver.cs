using TeeSim.Core;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// The TVP driver's entry points: channels of the video decoder, and the mapping of their input buffers into TAs. Each runs in the context
/// of the calling TA. Another driver takes its place by implementing this and <see cref="ITvpDriverFactory"/>.
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

    /// <summary>How many channels the driver has: the open ones, and those that are closed but wait for something before they go.</summary>
    int ChannelCount { get; }

    /// <summary>
    /// A session on a user TA ends: its TA's close entry has run, its struct is still there. Context and session are the current ones. Not
    /// told when the context went first. OP-TEE tells its drivers nothing; this stands for the hook that a fix would add. By
    /// default a driver does not care.
    /// </summary>
    /// <param name="context">The TA's <c>user_mode_ctx</c>, which may have other sessions.</param>
    /// <param name="session">Its <c>tee_ta_session</c>, as <see cref="Drivers.ITeeCore.CurrentSession"/> gave it.</param>
    void SessionEnds(ulong context, ulong session)
    {
    }

    /// <summary>
    /// A user TA's context ends, with all its sessions: its regions are still there, and are about to be dropped. It is not the current
    /// one. By default a driver does not care.
    /// </summary>
    /// <param name="context">Its <c>user_mode_ctx</c>.</param>
    void ContextEnds(ulong context)
    {
    }
}

/// <summary>What a channel is opened for.</summary>
/// <param name="Config">The decoder's configuration; kept, not interpreted.</param>
/// <param name="Input">The input buffer, physical.</param>
/// <param name="Outputs">Up to four output buffers, physical.</param>
/// <param name="BoundTa">The TA that may map the input; null for the caller.</param>
public sealed record OpenChannelRequest(uint Config, AddressRange Input, IReadOnlyList<AddressRange> Outputs, Guid? BoundTa);

using TeeSim.Core;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>The entry points of TVP drivers as calls from the normal world, each made from the TA of a session.</summary>
public static class TvpCalls
{
    /// <summary>Opens a channel; the value is its handle.</summary>
    /// <param name="world">The world.</param>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="request">What for.</param>
    public static TeeOutcome OpenChannel(this SecureWorld world, string process, uint session, OpenChannelRequest request)
    {
        EntryArguments arguments = new EntryArguments(TvpEntryPoints.OpenChannel).Set("cfg", request.Config).Add("input", request.Input);
        foreach (AddressRange output in request.Outputs) arguments.Add("output", output);
        if (request.BoundTa is { } ta) arguments.Set("bind", ta);
        return Call(world, process, session, arguments);
    }

    /// <summary>Binds a channel to another TA.</summary>
    /// <param name="world">The world.</param>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="channel">The channel's handle.</param>
    /// <param name="ta">The TA.</param>
    public static TeeOutcome BindChannel(this SecureWorld world, string process, uint session, uint channel, Guid ta) =>
        Call(world, process, session, new EntryArguments(TvpEntryPoints.BindChannel).Set("channel", channel).Set("ta", ta));

    /// <summary>Closes a channel.</summary>
    /// <param name="world">The world.</param>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="channel">The channel's handle.</param>
    public static TeeOutcome CloseChannel(this SecureWorld world, string process, uint session, uint channel) =>
        Call(world, process, session, new EntryArguments(TvpEntryPoints.CloseChannel).Set("channel", channel));

    /// <summary>Maps a part of a channel's input buffer into the TA; the value is the TA's address.</summary>
    /// <param name="world">The world.</param>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="pa">Physical address.</param>
    /// <param name="size">Bytes.</param>
    public static TeeOutcome Map(this SecureWorld world, string process, uint session, ulong pa, ulong size) =>
        Call(world, process, session, new EntryArguments(TvpEntryPoints.Map).Set("pa", pa).Set("size", size));

    /// <summary>Unmaps it again.</summary>
    /// <param name="world">The world.</param>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="pa">Physical address.</param>
    /// <param name="size">Bytes.</param>
    public static TeeOutcome Unmap(this SecureWorld world, string process, uint session, ulong pa, ulong size) =>
        Call(world, process, session, new EntryArguments(TvpEntryPoints.Unmap).Set("pa", pa).Set("size", size));

    private static TeeOutcome Call(SecureWorld world, string process, uint session, EntryArguments arguments) =>
        world.Invoke(process, session, arguments.Entry, arguments);
}

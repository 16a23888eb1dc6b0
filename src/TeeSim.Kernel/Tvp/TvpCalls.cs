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
        return world.Invoke(process, session, TvpEntryPoints.OpenChannel, arguments);
    }

    /// <summary>Binds a channel to another TA.</summary>
    /// <param name="world">The world.</param>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="channel">The channel's handle.</param>
    /// <param name="ta">The TA.</param>
    public static TeeOutcome BindChannel(this SecureWorld world, string process, uint session, uint channel, Guid ta) =>
        world.Invoke(process, session, TvpEntryPoints.BindChannel, new EntryArguments(TvpEntryPoints.BindChannel).Set("channel", channel).Set("ta", ta));

    /// <summary>Closes a channel.</summary>
    /// <param name="world">The world.</param>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="channel">The channel's handle.</param>
    public static TeeOutcome CloseChannel(this SecureWorld world, string process, uint session, uint channel) =>
        world.Invoke(process, session, TvpEntryPoints.CloseChannel, new EntryArguments(TvpEntryPoints.CloseChannel).Set("channel", channel));

    /// <summary>Maps a part of a channel's input buffer into the TA; the value is the TA's address.</summary>
    /// <param name="world">The world.</param>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="pa">Physical address.</param>
    /// <param name="size">Bytes.</param>
    public static TeeOutcome Map(this SecureWorld world, string process, uint session, ulong pa, ulong size) =>
        world.Invoke(process, session, TvpEntryPoints.Map, Buffer(TvpEntryPoints.Map, pa, size));

    /// <summary>Unmaps it again.</summary>
    /// <param name="world">The world.</param>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="pa">Physical address.</param>
    /// <param name="size">Bytes.</param>
    public static TeeOutcome Unmap(this SecureWorld world, string process, uint session, ulong pa, ulong size) =>
        world.Invoke(process, session, TvpEntryPoints.Unmap, Buffer(TvpEntryPoints.Unmap, pa, size));

    private static EntryArguments Buffer(EntryPoint entry, ulong pa, ulong size) => new EntryArguments(entry).Set("pa", pa).Set("size", size);
}

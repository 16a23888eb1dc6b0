using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;

namespace ChannelSwitchTests;

/// <summary>A TV with one trusted application, and the calls of a channel switch.</summary>
internal sealed class Device
{
    private const string Player = "player";

    private static readonly TaDefinition Drm =
        new("drm", Guid.Parse("acbe4b66-6e40-46dc-a2fe-a576922cf170"), TaFlags.SingleInstance | TaFlags.MultiSession, []);

    private static readonly AddressRange Buffer = new(0x5a39_9000, 0x1000);

    private readonly uint _session;

    public Device()
    {
        World = SecureWorld.Boot(new SecureWorldOptions { Profile = TargetProfiles.Amlogic39Arm32, Tas = [Drm] });
        _session = (uint)World.OpenSession(Player, Drm.Uuid).Value;
    }

    public SecureWorld World { get; }

    public uint OpenChannel()
    {
        var request = new OpenChannelRequest(0, new AddressRange(0x5a30_0000, 0x10_0000), [], BoundTa: null);
        return (uint)World.OpenChannel(Player, _session, request).Value;
    }

    public void Map() => World.Map(Player, _session, Buffer.Start, Buffer.Size);

    public void Unmap() => World.Unmap(Player, _session, Buffer.Start, Buffer.Size);

    public void CloseChannel(uint channel) => World.CloseChannel(Player, _session, channel);

    /// <summary>A channel switch in which the channel is closed before the player has unmapped its buffer.</summary>
    public void SwitchInTheWrongOrder()
    {
        uint channel = OpenChannel();
        Map();
        CloseChannel(channel);
        Unmap();
    }
}

using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Testing.Tests;

/// <summary>The device of the incident with one TA and one session.</summary>
internal sealed class Incident
{
    private const string Player = "player";

    private static readonly TaDefinition Drm =
        new("drm", Guid.Parse("acbe4b66-6e40-46dc-a2fe-a576922cf170"), TaFlags.SingleInstance | TaFlags.MultiSession, []);

    private static readonly AddressRange Buffer = new(0x5a39_9000, 0x1000);

    public Incident(string target = "amlogic-3.9-arm32", Action<Core.Events.TeeEvent>? listener = null)
    {
        World = SecureWorld.Boot(new SecureWorldOptions
        {
            Profile = TargetProfiles.Find(target)!,
            Tas = [Drm],
            Driver = new PanickingDriver(),
            Listener = listener,
        });
        Session = (uint)World.OpenSession(Player, Drm.Uuid).Value;
    }

    public SecureWorld World { get; }

    public uint Session { get; }

    public uint Open() =>
        (uint)World.OpenChannel(Player, Session, new OpenChannelRequest(0, new AddressRange(0x5a30_0000, 0x10_0000), [], null)).Value;

    public void Map() => World.Map(Player, Session, Buffer.Start, Buffer.Size);

    public void Unmap() => World.Unmap(Player, Session, Buffer.Start, Buffer.Size);

    public void Close(uint channel) => World.CloseChannel(Player, Session, channel);

    public void SwitchInTheRightOrder()
    {
        uint channel = Open();
        Map();
        Unmap();
        Close(channel);
    }

    public void SwitchInTheWrongOrder()
    {
        uint channel = Open();
        Map();
        Close(channel);
        Unmap();
    }

    public void Panic() => World.Invoke(Player, Session, PanickingDriver.Panic, new EntryArguments(PanickingDriver.Panic));
}

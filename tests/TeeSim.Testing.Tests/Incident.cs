using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Testing.Tests;

/// <summary>The device of the incident with one TA and one session.</summary>
internal sealed class Incident
{
    private const string Player = "player";

    private static readonly TaDefinition Drm = new("drm", Guid.Parse("acbe4b66-6e40-46dc-a2fe-a576922cf170"), TaFlags.SingleInstance | TaFlags.MultiSession, []);

    private static readonly AddressRange Buffer = new(0x5a39_9000, 0x1000);

    public Incident(string target = "amlogic-3.9-arm32", Action<Core.Events.TeeEvent>? listener = null)
    {
        World = SecureWorld.Boot(new SecureWorldOptions { Profile = TargetProfiles.Find(target)!, Tas = [Drm], Listener = listener });
        Session = (uint)World.OpenSession(Player, Drm.Uuid).Value;
    }

    public SecureWorld World { get; }

    public uint Session { get; }

    public uint Open() => (uint)Invoke(driver => new TeeOutcome(driver.OpenChannel(new OpenChannelRequest(0, new AddressRange(0x5a30_0000, 0x10_0000), [], null), out uint channel), channel, null)).Value;

    public void Map() => Invoke(driver => new TeeOutcome(driver.InputBufMap(Buffer.Start, Buffer.Size, out ulong va), va, null));

    public void Unmap() => Invoke(driver => new TeeOutcome(driver.InputBufUnmap(Buffer.Start, Buffer.Size), 0, null));

    public void Close(uint channel) => Invoke(driver => new TeeOutcome(driver.CloseChannel(channel), 0, null));

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

    public void Panic() => Invoke(driver => throw new Core.Panics.CorePanicException(Core.Panics.CorePanicKind.Panic, "made up", new SourceSite("file.c", 1, "f"), 0));

    private TeeOutcome Invoke(Func<ITvpDriver, TeeOutcome> call) => World.Invoke(Player, Session, call);
}

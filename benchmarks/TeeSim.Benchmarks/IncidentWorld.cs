using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Benchmarks;

/// <summary>
/// The device of the incident with one TA and one session, as the benchmarks start from it: nobody listens, nothing is logged.
/// </summary>
internal sealed class IncidentWorld
{
    public const string Process = "player";

    private static readonly TaDefinition Drm =
        new("drm", Guid.Parse("acbe4b66-6e40-46dc-a2fe-a576922cf170"), TaFlags.SingleInstance | TaFlags.MultiSession, []);

    public IncidentWorld()
    {
        var driver = new CoreOfDriver();
        World = SecureWorld.Boot(new SecureWorldOptions { Profile = TargetProfiles.Amlogic39Arm32, Tas = [Drm], Driver = driver });
        Core = driver.Core!;
        Session = (uint)World.OpenSession(Process, Drm.Uuid).Value;
    }

    public static AddressRange Buffer { get; } = new(0x5a39_9000, 0x1000);

    public static OpenChannelRequest Channel { get; } = new(0, new AddressRange(0x5a30_0000, 0x10_0000), [], null);

    public SecureWorld World { get; }

    /// <summary>The core as the driver sees it.</summary>
    public ITeeCore Core { get; }

    public uint Session { get; }

    /// <summary>One switch in the right order: four calls from the normal world.</summary>
    public void Switch()
    {
        uint channel = (uint)Checked(World.OpenChannel(Process, Session, Channel)).Value;
        Checked(World.Map(Process, Session, Buffer.Start, Buffer.Size));
        Checked(World.Unmap(Process, Session, Buffer.Start, Buffer.Size));
        Checked(World.CloseChannel(Process, Session, channel));
    }

    /// <summary>Makes the TA's table as long as it is after some switches in the wrong order.</summary>
    public void Leak(int switches)
    {
        for (int i = 0; i < switches; i++)
        {
            uint channel = (uint)Checked(World.OpenChannel(Process, Session, Channel)).Value;
            Checked(World.Map(Process, Session, Buffer.Start, Buffer.Size));
            Checked(World.CloseChannel(Process, Session, channel));
        }
    }

    private static TeeOutcome Checked(TeeOutcome outcome) =>
        outcome.IsSuccess ? outcome : throw new InvalidOperationException($"the call returned {outcome.Result}");
}

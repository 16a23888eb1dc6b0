using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;
using TeeSim.PlantedBugs;

namespace TeeSim.PlantedDrivers.Tests;

/// <summary>Every driver boots, and makes the calls of the right order up to the one that its bug stands in the way of.</summary>
public sealed class RightOrderTests
{
    private const ulong Input = 0x5a30_0000;
    private const ulong Buffer = 0x5a39_9000;
    private const ulong Page = 0x1000;

    private static readonly OpenChannelRequest Request = new(0, new AddressRange(Input, 0x10_0000), [], null);

    private static readonly Guid Drm = new("acbe4b66-6e40-46dc-a2fe-a576922cf170");

    public static TheoryData<string, string> DriversAndTargets()
    {
        var data = new TheoryData<string, string>();
        foreach (PlantedDriver driver in PlantedCases.Drivers)
        {
            data.Add(driver.Name, PlantedScripts.Arm32);
            data.Add(driver.Name, PlantedScripts.Arm64);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(DriversAndTargets))]
    public void The_right_order_goes_through_up_to_the_bug(string name, string target)
    {
        PlantedDriver driver = PlantedCases.Drivers.Single(d => d.Name == name);
        SecureWorld world = Boot(driver, target);
        uint session = (uint)world.OpenSession("app", Drm).Value;
        uint channel = 0;
        (string Word, Func<TeeOutcome> Make)[] calls =
        [
            ("open_channel", () =>
            {
                TeeOutcome opened = world.OpenChannel("app", session, Request);
                channel = (uint)opened.Value;
                return opened;
            }),
            ("map", () => world.Map("app", session, Buffer, Page)),
            ("unmap", () => world.Unmap("app", session, Buffer, Page)),
            ("close_channel", () => world.CloseChannel("app", session, channel)),
        ];

        calls.FirstOrDefault(c => !Succeeds(c.Make)).Word.ShouldBe(driver.FirstBroken);
    }

    [Theory]
    [MemberData(nameof(DriversAndTargets))]
    public void An_open_channel_is_counted(string name, string target)
    {
        SecureWorld world = Boot(PlantedCases.Drivers.Single(d => d.Name == name), target);
        uint session = (uint)world.OpenSession("app", Drm).Value;
        world.Driver.Count("channel").ShouldBe(0);
        world.OpenChannel("app", session, Request).IsSuccess.ShouldBeTrue();
        world.Driver.Count("channel").ShouldBe(1);
    }

    private static SecureWorld Boot(PlantedDriver driver, string target) => SecureWorld.Boot(new SecureWorldOptions
    {
        Profile = TargetProfiles.Find(target)!,
        Driver = driver.Factory,
        GuardDriver = true,
        Tas = [new TaDefinition("drm", Drm, TaFlags.SingleInstance | TaFlags.MultiSession, [])],
    });

    private static bool Succeeds(Func<TeeOutcome> call)
    {
        try
        {
            return call() is { Panic: null, Hang: null, Result: TeeResult.SUCCESS };
        }
        catch (DriverFaultException)
        {
            return false;
        }
    }
}

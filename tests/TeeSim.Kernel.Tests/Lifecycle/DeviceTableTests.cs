using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.TestSupport;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>
/// The status that the device printed of its healthy TA, from what the two TAs declare: nothing here says where a region comes to lie. Each
/// binary is copied into the TA RAM while it is loaded, which is why the second TA fills the gaps that the first has left.
/// </summary>
public class DeviceTableTests
{
    private const TaFlags Flags = LoadedWorld.Shared | TaFlags.CacheMaintenance;

    [Fact]
    public void The_status_of_the_TA_is_the_one_in_the_devices_log()
    {
        TestWorld test = Device();
        test.OpenAs("player", TestWorld.Drm);
        test.OpenAs("input", TestWorld.Tvp);
        test.Lines.Clear();

        test.World.PrintTaStatus("input", TestWorld.Tvp).IsSuccess.ShouldBeTrue();

        string[] recorded = [.. File.ReadLines(Path.Combine(Repository.Root, "tests", "logs", "ta-mappings-normal.log")).Select(Text)];
        string[] printed = [.. test.Lines.Select(Text)];
        printed.Length.ShouldBe(recorded.Length);
        // The first line names the context, the fifth the session: heap addresses of a device that had been up for hours.
        foreach (int i in Enumerable.Range(0, recorded.Length).Except([0, 4])) printed[i].ShouldBe(recorded[i]);
        printed[0][..^"(0x00000000)".Length].ShouldBe(recorded[0][..^"(0x00000000)".Length]);
        recorded.Count(l => l.StartsWith("region ", StringComparison.Ordinal)).ShouldBe(9);
    }

    [Fact]
    public void Without_the_copy_the_regions_lie_elsewhere()
    {
        TestWorld test = Device(copies: false);
        test.OpenAs("player", TestWorld.Drm);
        test.OpenAs("input", TestWorld.Tvp);

        string[] lines = [.. test.World.Mmu.MappingLines(test.World.Contexts[^1].UserModeCtx)];

        lines.ShouldNotContain("region 5: va 0x0010f000 pa 0x055a1000 size 0x001000 flags r--R--");
        lines.Length.ShouldBe(9);
    }

    [Fact]
    public void What_is_used_is_the_sum_of_what_was_mapped_for_the_TA()
    {
        TestWorld test = Device();
        test.OpenAs("player", TestWorld.Drm);
        uint session = test.OpenAs("input", TestWorld.Tvp);

        test.RegionsOf(TestWorld.Tvp).Skip(1).Aggregate(0UL, (sum, r) => sum + r.Size).ShouldBe(0x402000UL);
        test.Close(session).ShouldBe(TeeResult.SUCCESS);
        test.ShouldHoldTogether();
    }

    private static TestWorld Device(bool copies = true)
    {
        TargetProfile profile = TargetProfiles.Amlogic39Arm32;
        BootLayout boot = profile.Boot with
        {
            HeapSize = 0x2_0000,
            TaRam = new AddressRange(0x0558_0000, 0x178_0000),
            Vdec = new AddressRange(0x5a00_0000, 0x80_0000),
        };
        return new TestWorld(profile with { Boot = boot, Tas = profile.Tas with { BuffersTaBinaries = copies } }, o => o with
        {
            Tas =
            [
                Ta("drm", TestWorld.Drm, text: 0x2c000, data: 0x98000, heap: 0x40_0000, aslr: 60, used: 0xce0, binary: 0x23000),
                Ta("tvp", TestWorld.Tvp, text: 0x28000, data: 0x44000, heap: 0x38_0000, aslr: 104, used: 0x9e0, binary: 0x41000),
            ],
        });
    }

    private static TaDefinition Ta(string name, Guid uuid, ulong text, ulong data, ulong heap, uint aslr, ulong used, ulong binary) =>
        new(name, uuid, Flags, [])
        {
            Image = new TaImage
            {
                Segments =
                [
                    new(0, text, TaSegmentRights.Read | TaSegmentRights.Execute),
                    new(text, data, TaSegmentRights.Read | TaSegmentRights.Write),
                ],
                HeapSize = heap,
                StackSize = 0x8000,
                StackUsed = used,
                AslrPages = aslr,
                BinarySize = binary,
            },
        };

    // What stands behind the carrier, the time, level, component, core and thread.
    private static string Text(string line) =>
        line[(line.IndexOf("E/TC:? 00 ", StringComparison.Ordinal) + "E/TC:? 00 ".Length)..].TrimEnd();
}

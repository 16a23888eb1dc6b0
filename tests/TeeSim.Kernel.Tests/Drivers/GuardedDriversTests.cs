using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.Tests.Tvp;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>TeeSim's own drivers under the guard.</summary>
public class GuardedDriversTests
{
    public static TheoryData<string, string> Drivers
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (ITvpDriverFactory driver in TvpDrivers.All)
            {
                rows.Add(driver.Name, "amlogic-3.9-arm32");
                rows.Add(driver.Name, "optee-4.10-arm64");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void A_whole_channel_life_is_the_same_with_and_without_it(string driver, string profile)
    {
        (TestWorld plain, TestWorld guarded) = (World(driver, profile, guarded: false), World(driver, profile, guarded: true));

        Life(guarded, driver).ShouldBe(Life(plain, driver));

        guarded.World.Panic.ShouldBeNull();
        guarded.Listing.ShouldBe(plain.Listing);
        guarded.Lines.ShouldBe(plain.Lines);
    }

    [Theory]
    [InlineData("amlogic-3.9-arm32", TaFlags.SingleInstance | TaFlags.MultiSession)]
    [InlineData("optee-4.10-arm64", TaFlags.MultiSession)]
    public void The_reaper_is_silent_in_every_order(string profile, TaFlags flags)
    {
        for (int seed = 100; seed < 110; seed++) new ReaperRun(TargetProfiles.Find(profile)!, flags, guarded: true).Play(seed, steps: 60);
    }

    [Fact]
    public void Close_unmaps_in_owner_works_on_a_context_that_is_gone()
    {
        TestWorld test = World("close-unmaps-in-owner", "amlogic-3.9-arm32", guarded: true);
        uint input = test.Open(TestWorld.Tvp);
        uint player = test.Open(TestWorld.Drm);
        test.OpenChannel(input, out uint channel, bind: TestWorld.Drm);
        test.Map(player, TestWorld.Input, 0x1000, out _);
        test.Close(player);

        CorePanicException panic = test.World.CloseChannel("p", input, channel).Panic.ShouldNotBeNull();

        panic.Kind.ShouldBe(CorePanicKind.UseAfterFree);
        panic.What.ShouldBe("driver 'close-unmaps-in-owner' asks for set_ctx of what is no context: the context of a TA that has ended");
        test.Lines.ShouldContain(
            l => l.Contains("use after free in close_channel: driver 'close-unmaps-in-owner'", StringComparison.Ordinal));
    }

    private static TestWorld World(string driver, string profile, bool guarded) =>
        new(TargetProfiles.Find(profile)!, o => o with
        {
            Driver = TvpDrivers.Find(driver)!,
            GuardDriver = guarded,
            Tas = [.. o.Tas.Select(ta => ta with { FirstRegions = [] })],
        });

    private static List<(TeeResult, ulong)> Life(TestWorld test, string driver)
    {
        var results = new List<(TeeResult, ulong)>();
        uint input = test.Open(TestWorld.Tvp);
        uint player = test.Open(TestWorld.Drm);
        uint second = test.Open(TestWorld.Drm);
        // close-unmaps panics anywhere else.
        uint closer = driver == "close-unmaps" ? player : input;
        foreach (bool late in new[] { false, true, false })
        {
            results.Add((test.OpenChannel(input, out uint channel, bind: TestWorld.Tvp), channel));
            results.Add((test.BindChannel(input, channel, TestWorld.Drm), 0));
            results.Add((test.Map(player, TestWorld.Input, 0x2000, out ulong va), va));
            results.Add((test.Map(player, TestWorld.Input + 0x4000, 0x2000, out va), va));
            if (!late) results.Add((test.Unmap(player, TestWorld.Input, 0x2000), 0));
            results.Add((test.CloseChannel(closer, channel), (ulong)test.World.Driver.Count("channel")));
            results.Add((test.Unmap(player, TestWorld.Input, 0x2000), 0));
            results.Add((test.CloseChannel(closer, channel), (ulong)test.World.Driver.Count("channel")));
        }

        results.Add((test.OpenChannel(player, out uint last, bind: TestWorld.Drm), last));
        results.Add((test.Map(player, TestWorld.Input, 0x1000, out ulong mapped), mapped));
        foreach (uint session in new[] { player, second, input }) results.Add((test.Close(session), 0));
        return results;
    }
}

using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel.Tests.Tvp;

/// <summary>The fixes that people would try, each against the orders of calls and deaths that tell them apart.</summary>
public class FixTests
{
    private const ulong Buffer = TestWorld.Input + 0x9_9000;
    private const uint ObjectAndRegion = 32 + 28;

    public static TheoryData<string> Names => [.. TvpDrivers.All.Select(d => d.Name)];

    [Fact]
    public void There_are_seven_and_the_shipped_one_is_first() => TvpDrivers.All.Select(d => d.Name).ShouldBe(
        [
            "shipped",
            "close-unmaps",
            "close-unmaps-in-owner",
            "close-refuses",
            "deferred-close",
            "deferred-close-and-reaper",
            "unmap-by-region",
        ]);

    [Theory]
    [MemberData(nameof(Names))]
    public void In_the_right_order_none_of_them_leaves_anything(string driver)
    {
        foreach (TestWorld test in new[]
        {
            World(driver),
            new TestWorld(TestWorld.Lp64, o => o with { Driver = TvpDrivers.Find(driver)! }),
        })
        {
            uint input = test.Open(TestWorld.Tvp);
            uint player = test.Open(TestWorld.Drm);
            uint before = test.World.Heap.Stats.Allocated;

            for (int i = 0; i < 3; i++)
            {
                test.OpenChannel(input, out uint channel, bind: TestWorld.Drm).ShouldBe(TeeResult.SUCCESS);
                test.Map(player, Buffer, 0x1000, out _).ShouldBe(TeeResult.SUCCESS);
                test.Unmap(player, Buffer, 0x1000).ShouldBe(TeeResult.SUCCESS);
                test.CloseChannel(input, channel).ShouldBe(TeeResult.SUCCESS);
            }

            test.World.Heap.Stats.Allocated.ShouldBe(before);
            test.ShouldBeSound();
        }
    }

    [Theory]
    [InlineData("shipped", TeeResult.ITEM_NOT_FOUND, 3 * ObjectAndRegion)]
    [InlineData("close-unmaps-in-owner", TeeResult.ITEM_NOT_FOUND, 0)]
    [InlineData("deferred-close", TeeResult.SUCCESS, 0)]
    [InlineData("deferred-close-and-reaper", TeeResult.SUCCESS, 0)]
    [InlineData("unmap-by-region", TeeResult.SUCCESS, 0)]
    public void When_close_overtakes_unmap(string driver, TeeResult unmap, int leaked)
    {
        (TestWorld test, uint input, uint player) = Players(driver);
        uint before = test.MappingBytes;
        uint all = test.World.Heap.Stats.Allocated;

        for (int i = 0; i < 3; i++)
        {
            uint channel = OpenAndMap(test, input, player);
            test.CloseChannel(input, channel).ShouldBe(TeeResult.SUCCESS);
            // A channel that waits for its last unmap is still there.
            test.World.Driver.Count("channel").ShouldBe(driver.StartsWith("deferred", StringComparison.Ordinal) ? 1 : 0);
            test.Unmap(player, Buffer, 0x1000).ShouldBe(unmap);
            test.World.Driver.Count("channel").ShouldBe(0);
        }

        (test.MappingBytes - before).ShouldBe((uint)leaked);
        if (leaked == 0) test.World.Heap.Stats.Allocated.ShouldBe(all);
        test.ShouldBeSound();
    }

    [Fact]
    public void Close_unmaps_stops_the_core_in_another_TAs_context()
    {
        (TestWorld test, uint input, uint player) = Players("close-unmaps");
        uint channel = OpenAndMap(test, input, player);

        TeeOutcome outcome = test.World.CloseChannel("input", input, channel);

        CorePanicException panic = outcome.Panic.ShouldNotBeNull();
        (panic.Kind, panic.Site.Function).ShouldBe((CorePanicKind.Assertion, "vm_unmap"));
    }

    [Fact]
    public void Close_unmaps_is_right_when_the_TA_that_has_mapped_closes()
    {
        (TestWorld test, uint input, uint player) = Players("close-unmaps");
        uint before = test.World.Heap.Stats.Allocated;

        test.CloseChannel(player, OpenAndMap(test, input, player)).ShouldBe(TeeResult.SUCCESS);

        test.World.Heap.Stats.Allocated.ShouldBe(before);
    }

    [Fact]
    public void Close_refuses_keeps_the_channel_and_the_next_switch_fails()
    {
        (TestWorld test, uint input, uint player) = Players("close-refuses");
        uint channel = OpenAndMap(test, input, player);

        test.CloseChannel(input, channel).ShouldBe(TeeResult.BUSY);
        test.Unmap(player, Buffer, 0x1000).ShouldBe(TeeResult.SUCCESS);

        test.OpenChannel(input, out _, bind: TestWorld.Drm).ShouldBe(TeeResult.ACCESS_CONFLICT);
        test.World.Driver.Count("channel").ShouldBe(1);
        test.CloseChannel(input, channel).ShouldBe(TeeResult.SUCCESS);
    }

    [Theory]
    [InlineData("shipped", true)]
    [InlineData("close-unmaps-in-owner", false)]
    [InlineData("deferred-close", true)]
    [InlineData("deferred-close-and-reaper", false)]
    [InlineData("unmap-by-region", true)]
    public void When_the_client_dies_before_it_unmaps_and_the_TA_goes_on(string driver, bool leaks)
    {
        (TestWorld test, uint input, uint other) = Players(driver);
        uint all = test.World.Heap.Stats.Allocated;
        uint mappings = test.MappingBytes;
        uint player = (uint)test.World.OpenSession("player", TestWorld.Drm).Value;
        uint channel = OpenAndMap(test, input, player);

        test.CloseChannel(input, channel).ShouldBe(TeeResult.SUCCESS);
        test.World.KillProcess("player").IsSuccess.ShouldBeTrue();

        (test.MappingBytes - mappings).ShouldBe(leaks ? ObjectAndRegion : 0);
        if (!leaks) test.World.Heap.Stats.Allocated.ShouldBe(all);
        test.Map(other, Buffer, 0x1000, out _).ShouldBe(TeeResult.ITEM_NOT_FOUND);
    }

    [Theory]
    [InlineData("deferred-close", false)]
    [InlineData("deferred-close-and-reaper", true)]
    public void When_the_TA_dies_with_a_mapping_and_the_channel_is_closed_after_it(string driver, bool clean)
    {
        (TestWorld test, uint input, uint player) = Players(driver);
        uint channel = OpenAndMap(test, input, player);
        test.Close(player).ShouldBe(TeeResult.SUCCESS);

        test.CloseChannel(input, channel).ShouldBe(TeeResult.SUCCESS);

        test.Listing.Any(e => e.Function == "tee_tvp_open_channel").ShouldBe(!clean);
        test.Listing.Any(e => e.Function == "tee_tvp_vdec_input_buf_map").ShouldBe(!clean);
        test.Close(input);
        if (clean) test.World.Heap.Stats.Allocated.ShouldBe(test.Start);
        test.ShouldBeSound();
    }

    [Theory]
    [InlineData("deferred-close")]
    [InlineData("deferred-close-and-reaper")]
    public void A_channel_that_waits_for_its_last_unmap_is_nobodys_any_more(string driver)
    {
        (TestWorld test, uint input, uint player) = Players(driver, maps: 2);
        uint closing = OpenAndMap(test, input, player);
        test.Map(player, Buffer + 0x1000, 0x1000, out _).ShouldBe(TeeResult.SUCCESS);
        test.CloseChannel(input, closing).ShouldBe(TeeResult.SUCCESS);

        test.CloseChannel(input, closing).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.BindChannel(input, closing, TestWorld.Tvp).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.Map(player, Buffer + 0x2000, 0x1000, out _).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.OpenChannel(input, out uint next, bind: TestWorld.Drm).ShouldBe(TeeResult.SUCCESS, "the next channel switch");
        test.Map(player, Buffer, 0x1000, out ulong second).ShouldBe(TeeResult.SUCCESS);

        test.Unmap(player, Buffer, 0x1000).ShouldBe(TeeResult.SUCCESS);
        test.RegionsOf(TestWorld.Drm)[^1].Va.ShouldBe(second, "the oldest mapping went first");
        test.Listing.Count(e => e.Function == "tee_tvp_open_channel").ShouldBe(2);
        test.Unmap(player, Buffer + 0x1000, 0x1000).ShouldBe(TeeResult.SUCCESS);
        test.Listing.Count(e => e.Function == "tee_tvp_open_channel").ShouldBe(1);
        test.Unmap(player, Buffer, 0x1000).ShouldBe(TeeResult.SUCCESS);
        test.CloseChannel(input, next).ShouldBe(TeeResult.SUCCESS);
    }

    [Fact]
    public void The_end_of_a_session_closes_the_channels_that_it_has_opened()
    {
        (TestWorld test, uint input, uint player) = Players("deferred-close-and-reaper");
        uint other = test.Open(TestWorld.Tvp);
        uint before = test.World.Heap.Stats.Allocated;
        uint dying = test.Open(TestWorld.Tvp);
        OpenAndMap(test, dying, player);
        test.OpenChannel(other, out uint kept, TestWorld.Input + 0x10_0000, 0x1000).ShouldBe(TeeResult.SUCCESS);

        test.Close(dying).ShouldBe(TeeResult.SUCCESS);

        test.World.Driver.Count("channel").ShouldBe(2);
        test.Unmap(player, Buffer, 0x1000).ShouldBe(TeeResult.SUCCESS);
        test.World.Driver.Count("channel").ShouldBe(1);
        test.CloseChannel(input, kept).ShouldBe(TeeResult.SUCCESS);
        test.World.Heap.Stats.Allocated.ShouldBe(before);
    }

    [Fact]
    public void Unmapping_by_region_takes_exactly_what_was_mapped()
    {
        (TestWorld test, uint input, uint player) = Players("unmap-by-region", maps: 2);
        uint channel = OpenAndMap(test, input, player, 0x2000);
        test.CloseChannel(input, channel);

        test.Unmap(player, Buffer, 0x1000).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.Unmap(player, Buffer + 0x1000, 0x1000).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.Unmap(input, Buffer, 0x2000).ShouldBe(TeeResult.ITEM_NOT_FOUND, "it is not the calling TA's");
        test.Unmap(player, TestWorld.UpToStack[0].Pa, 0x2000).ShouldBe(TeeResult.ITEM_NOT_FOUND, "not video memory");
        test.Unmap(player, Buffer, 0x2000).ShouldBe(TeeResult.SUCCESS);
    }

    [Theory]
    [InlineData("shipped", 84, 28)]
    [InlineData("deferred-close", 88, 28)]
    [InlineData("deferred-close-and-reaper", 96, 32)]
    public void Each_allocates_structs_of_its_own(string driver, uint channel, uint map)
    {
        (TestWorld test, uint input, uint player) = Players(driver);
        OpenAndMap(test, input, player);

        test.Listing.ShouldContain(("tee_tvp_open_channel", channel));
        test.Listing.ShouldContain(("tee_tvp_vdec_input_buf_map", map));
    }

    private static TestWorld World(string driver, uint maps = 1) =>
        TestWorld.Amlogic(
            o => o with { Driver = TvpDrivers.Find(driver)!, DriverSettings = DriverSettings.None.With("maps_per_channel", maps) });

    private static (TestWorld Test, uint Input, uint Player) Players(string driver, uint maps = 1)
    {
        TestWorld test = World(driver, maps);
        return (test, test.Open(TestWorld.Tvp), test.Open(TestWorld.Drm));
    }

    private static uint OpenAndMap(TestWorld test, uint input, uint player, ulong size = 0x1000)
    {
        test.OpenChannel(input, out uint channel, bind: TestWorld.Drm).ShouldBe(TeeResult.SUCCESS);
        test.Map(player, Buffer, size, out _).ShouldBe(TeeResult.SUCCESS);
        return channel;
    }
}

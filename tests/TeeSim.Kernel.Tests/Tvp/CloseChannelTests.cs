using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tests.Tvp;

/// <summary>Closing, and the leak of the incident.</summary>
public class CloseChannelTests
{
    [Fact]
    public void An_unknown_handle_is_not_found()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Tvp);
        test.OpenChannel(session, out uint handle);

        test.CloseChannel(session, handle).ShouldBe(TeeResult.SUCCESS);

        test.CloseChannel(session, handle).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.World.Driver.Count("channel").ShouldBe(0);
    }

    [Theory]
    [InlineData("amlogic-3.9-arm32", 32, 28)]
    [InlineData("optee-3.10-arm32", 32, 28)]
    [InlineData("lp64", 56, 56)]
    public void Closing_before_unmapping_leaves_one_object_and_one_region_each_time(string profile, uint mobj, uint regionSize)
    {
        var test = new TestWorld(Core.Profiles.TargetProfiles.Find(profile) ?? TestWorld.Lp64);
        uint input = test.Open(TestWorld.Tvp);
        uint player = test.Open(TestWorld.Drm);
        var before = test.Listing.ToList();
        RegionInfo[] regions = [.. test.RegionsOf(TestWorld.Drm)];

        for (int i = 1; i <= 5; i++)
        {
            Switch(test, input, player).ShouldBe(TeeResult.ITEM_NOT_FOUND);

            List<(string, uint)> left = [.. test.Listing];
            foreach ((string, uint) entry in before) left.Remove(entry);
            left.Order().ShouldBe(
                [.. Enumerable.Repeat(("mobj_phys_alloc", mobj), i), .. Enumerable.Repeat(("vm_map_pad", regionSize), i)]);
            test.RegionsOf(TestWorld.Drm).Count.ShouldBe(regions.Length + i);
        }

        test.ShouldBeSound();
    }

    [Fact]
    public void The_end_of_the_TAs_last_session_frees_what_leaked()
    {
        TestWorld test = TestWorld.Amlogic();
        uint input = test.Open(TestWorld.Tvp);
        uint before = test.World.Heap.Stats.Allocated;
        uint player = test.Open(TestWorld.Drm);
        uint second = test.Open(TestWorld.Drm);
        for (int i = 0; i < 3; i++) Switch(test, input, player);

        test.Close(player);
        test.RegionsOf(TestWorld.Drm).Count.ShouldBe(10, "another session keeps the context");
        test.Close(second);

        test.World.Heap.Stats.Allocated.ShouldBe(before);
        test.ShouldBeSound();
    }

    [Fact]
    public void The_right_order_leaves_nothing()
    {
        TestWorld test = TestWorld.Amlogic();
        uint input = test.Open(TestWorld.Tvp);
        uint player = test.Open(TestWorld.Drm);
        uint before = test.World.Heap.Stats.Allocated;

        test.OpenChannel(input, out uint handle, bind: TestWorld.Drm);
        test.Map(player, TestWorld.Input, 0x1000, out _);
        test.Unmap(player, TestWorld.Input, 0x1000).ShouldBe(TeeResult.SUCCESS);
        test.CloseChannel(input, handle).ShouldBe(TeeResult.SUCCESS);

        test.World.Heap.Stats.Allocated.ShouldBe(before);
        test.RegionsOf(TestWorld.Drm).Count.ShouldBe(7);
    }

    [Fact]
    public void A_reopened_channel_does_not_find_the_old_mapping()
    {
        TestWorld test = TestWorld.Amlogic();
        uint input = test.Open(TestWorld.Tvp);
        uint player = test.Open(TestWorld.Drm);
        Switch(test, input, player);

        test.OpenChannel(input, out _, bind: TestWorld.Drm);

        test.Unmap(player, TestWorld.Input, 0x1000).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.Map(player, TestWorld.Input, 0x1000, out ulong va).ShouldBe(TeeResult.SUCCESS);
        va.ShouldBe(0x11_a000UL, "the old region is still at 0x119000");
    }

    [Fact]
    public void On_the_device_a_32_byte_buffer_takes_0x40_and_a_28_byte_buffer_0x38()
    {
        TestWorld test = TestWorld.Amlogic();
        uint input = test.Open(TestWorld.Tvp);
        uint player = test.Open(TestWorld.Drm);
        for (int i = 0; i < 20; i++) Switch(test, input, player);

        var blocks = test.World.Heap.Blocks.Where(b => !b.IsFree).ToDictionary(b => b.Payload, b => b.Size);
        var listed = test.World.Heap.MdbgCheck().Select(e => (e.Payload, e.Size, Block: blocks[e.Payload])).ToList();

        listed.Count(e => e.Size == 32).ShouldBe(24, "boot's four, and one for each switch");
        listed.Where(e => e.Size == 32).ShouldAllBe(e => e.Block == 0x40);
        // A hole that a region takes whole may be larger, by less than a smallest block.
        listed.Count(e => e is { Size: 28, Block: 0x38 }).ShouldBeGreaterThan(15);
        ulong first = test.World.Mobjs.MobjPhysAlloc(TestWorld.Input, 0x1000, 0, Mmu.MemoryObjects.BufferAttribute.SdpMem);
        ulong second = test.World.Mobjs.MobjPhysAlloc(TestWorld.Input, 0x1000, 0, Mmu.MemoryObjects.BufferAttribute.SdpMem);
        (Math.Max(first, second) - Math.Min(first, second)).ShouldBe(0x40UL);
    }

    /// <summary>A channel switch in which close_channel is too early. Returns what unmap says.</summary>
    private static TeeResult Switch(TestWorld test, uint input, uint player)
    {
        test.OpenChannel(input, out uint handle, bind: TestWorld.Drm).ShouldBe(TeeResult.SUCCESS);
        test.Map(player, TestWorld.Input, 0x1000, out _).ShouldBe(TeeResult.SUCCESS);
        test.CloseChannel(input, handle).ShouldBe(TeeResult.SUCCESS);
        return test.Unmap(player, TestWorld.Input, 0x1000);
    }
}

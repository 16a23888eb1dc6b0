using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Profiles;

namespace TeeSim.Kernel.Tests.Worlds;

public class BootTests
{
    public static TheoryData<string> Profiles => ["lp64", .. TargetProfiles.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Boot_leaves_the_pool_array_memory_objects_and_the_heads_of_page_pools(string profile)
    {
        TargetProfile target = TargetProfiles.Find(profile) ?? TestWorld.Lp64;
        var test = new TestWorld(target, options => options with { Tas = [] });

        // 4.10 has no object of the whole TA RAM.
        SourceSites sites = test.World.Options.Profile.Sites;
        int objects = test.World.Options.Profile.Mmu.HasTaRam ? 4 : 3;
        string head = sites.TeeMmInit!.Value.Function;
        test.Listing.Select(e => e.Function)
            .ShouldBe(["malloc_add_pool", .. Enumerable.Repeat(sites.MobjPhysAlloc.Function, objects), head, head], ignoreOrder: true);
        test.World.Contexts.ShouldBeEmpty();
        test.World.Driver.Count("channel").ShouldBe(0);
        test.World.Microseconds.ShouldBe(0);
        test.ShouldBeSound();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Two_worlds_that_are_booted_alike_are_equal_byte_for_byte(string profile)
    {
        TargetProfile target = TargetProfiles.Find(profile) ?? TestWorld.Lp64;
        var first = new TestWorld(target);
        var second = new TestWorld(target);
        first.Open(TestWorld.Drm);
        second.Open(TestWorld.Drm);

        first.World.Memory.Snapshot().ShouldBe(second.World.Memory.Snapshot());
    }

    [Fact]
    public void The_smallest_heap_boots_and_no_TA_can_be_opened()
    {
        TargetProfile profile = TargetProfiles.Amlogic39Arm32;
        var test = new TestWorld(profile with { Boot = profile.Boot with { HeapSize = 1024 } });

        test.World.OpenSession("p", TestWorld.Drm).Result.ShouldBe(TeeResult.OUT_OF_MEMORY);

        test.World.Heap.Stats.Allocated.ShouldBe(test.Start);
    }

    [Fact]
    public void Listing_and_table_are_printed_in_the_vendors_form()
    {
        TestWorld test = TestWorld.Amlogic();
        test.Open(TestWorld.Tvp);
        test.Lines.Clear();

        test.World.MdbgCheck("shell", print: true).Result.ShouldBe(TeeResult.SUCCESS);
        test.World.PrintMappings("shell", TestWorld.Tvp).Result.ShouldBe(TeeResult.SUCCESS);
        test.World.PrintMappings("shell", TestWorld.Drm).Result.ShouldBe(TeeResult.ITEM_NOT_FOUND);

        // From low addresses up: the heap grows downwards, so the newest comes first. What mdbg prints it prints with interrupts masked.
        test.Lines.Count.ShouldBe(11);
        ulong region = test.RegionsOf(TestWorld.Tvp)[0].Address;
        test.Lines[0].ShouldBe(
            $"[    0.002000@0] [TEE] I/TC:0 00 gen_mdbg_check:639 count: 1, vaddr: 0x{region:x}, "
            + "buffer: 28 bytes core/arch/arm/mm/tee_mmu.c:257");
        test.Lines[10].ShouldBe("[    0.003000@0] [TEE] E/TC:? 00 region 0: va 0x00100000 pa 0x05304000 size 0x002000 flags ---R-X");
    }

    [Fact]
    public void Checking_without_printing_prints_nothing()
    {
        TestWorld test = TestWorld.Amlogic();

        test.World.MdbgCheck("shell", print: false).IsSuccess.ShouldBeTrue();

        test.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Each_call_is_entered_and_left_with_its_stamp()
    {
        TestWorld test = TestWorld.Amlogic();
        test.Told.Clear();
        test.Open(TestWorld.Drm);
        test.World.CloseSession("other", 9);

        TeeEvent[] calls = [.. test.Told.Where(e => e.Kind is TeeEventKind.CallEntered or TeeEventKind.CallLeft)];
        calls.Select(e => (e.Stamp.Process, e.Stamp.Session, e.Stamp.Position, e.Stamp.Microseconds, e.Object)).ShouldBe(
        [
            ("process", 0u, 1, 1000L, 0UL),
            ("process", 0u, 1, 1000L, 0UL),
            ("other", 9u, 2, 2000L, 9UL),
            ("other", 9u, 2, 2000L, (ulong)TeeResult.ITEM_NOT_FOUND),
        ]);
    }
}

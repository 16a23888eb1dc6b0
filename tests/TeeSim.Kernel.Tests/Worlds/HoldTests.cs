using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.States;

namespace TeeSim.Kernel.Tests.Worlds;

/// <summary>Memory that stands for parts of the core which are not modelled.</summary>
public class HoldTests
{
    private static readonly SourceSite Site = new("core/kernel/other.c", 77, "other_init");

    public static TheoryData<string> Profiles => [.. TargetProfiles.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Held_memory_is_listed_under_its_site_until_it_is_dropped(string profile)
    {
        var test = new TestWorld(TargetProfiles.Find(profile)!);

        TeeOutcome held = test.World.Hold("p", 100, Site);

        held.IsSuccess.ShouldBeTrue();
        test.World.Heap.MdbgCheck().Where(e => e.Payload == held.Value).ShouldHaveSingleItem().Size.ShouldBe(100u);
        test.Listing.Count(e => e == ("other_init", 100u)).ShouldBe(1);
        test.World.Drop("p", held.Value).ShouldBe(TeeOutcome.Success());
        test.World.Heap.Stats.Allocated.ShouldBe(test.Start);
    }

    [Fact]
    public void Any_of_several_can_be_dropped()
    {
        TestWorld test = TestWorld.Amlogic();
        ulong[] held = [.. Enumerable.Range(1, 4).Select(i => test.World.Hold("p", (ulong)i * 16, Site).Value)];

        foreach (int i in (int[])[1, 3, 0, 2]) test.World.Drop("q", held[i]).IsSuccess.ShouldBeTrue();

        test.World.Heap.Stats.Allocated.ShouldBe(test.Start);
        test.World.Hold("p", 16, Site).IsSuccess.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(8UL)]
    [InlineData(0xdead_beefUL)]
    public void What_is_not_held_is_not_found(ulong offset)
    {
        TestWorld test = TestWorld.Amlogic();
        ulong held = test.World.Hold("p", 32, Site).Value;

        test.World.Drop("p", offset == 0 ? 0 : held + offset).ShouldBe(TeeOutcome.Error(TeeResult.ITEM_NOT_FOUND));
        test.World.Drop("p", held).IsSuccess.ShouldBeTrue();
        test.World.Drop("p", held).ShouldBe(TeeOutcome.Error(TeeResult.ITEM_NOT_FOUND));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    public void There_is_always_room_for_the_link(ulong bytes)
    {
        TestWorld test = TestWorld.Amlogic();

        test.World.Hold("p", bytes, Site).IsSuccess.ShouldBeTrue();

        test.Listing.ShouldContain(("other_init", 8u));
        test.ShouldBeSound();
    }

    [Theory]
    [InlineData(1UL << 20)]
    [InlineData(1UL << 32)]
    [InlineData(ulong.MaxValue)]
    public void More_than_there_is_cannot_be_held(ulong bytes)
    {
        TestWorld test = TestWorld.Amlogic();

        test.World.Hold("p", bytes, Site).ShouldBe(TeeOutcome.Error(TeeResult.OUT_OF_MEMORY));
        test.World.Drop("p", 0).Result.ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.World.Heap.Stats.Allocated.ShouldBe(test.Start);
    }

    [Fact]
    public void It_outlives_the_process_that_asked_for_it()
    {
        TestWorld test = TestWorld.Amlogic();
        ulong held = test.World.Hold("p", 64, Site).Value;

        test.World.KillProcess("p").IsSuccess.ShouldBeTrue();

        test.World.Drop("q", held).IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public void A_static_variable_holds_it_and_its_site_is_the_cores()
    {
        TestWorld test = TestWorld.Amlogic();
        ulong held = test.World.Hold("p", 64, Site).Value;
        AddressRange statics = test.World.Statics;

        Enumerable.Range(0, (int)statics.Size / 4).Select(i => (ulong)test.World.Memory.Read<uint>(statics.Start + (ulong)(i * 4)))
            .ShouldContain(held);
        IsCoreSite(test.World, held).ShouldBeTrue();
    }

    [Fact]
    public void A_state_that_is_gone_on_from_knows_it()
    {
        TestWorld test = TestWorld.Amlogic();
        ulong held = test.World.Hold("p", 64, Site).Value;
        WorldState state = test.World.Save();

        SecureWorld next = TestWorld.Amlogic().World;
        next.Continue(state).ShouldBeNull();

        IsCoreSite(next, held).ShouldBeTrue();
        next.Drop("p", held).IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public void A_list_that_damage_has_bent_does_not_keep_a_state_from_being_gone_on_from()
    {
        TestWorld test = TestWorld.Amlogic();
        ulong held = test.World.Hold("p", 64, Site).Value;
        test.World.Memory.Write<uint>(held) = (uint)held;
        WorldState state = test.World.Save();

        SecureWorld next = TestWorld.Amlogic().World;
        next.Continue(state).ShouldBeNull();

        next.Drop("p", 1).Panic.ShouldNotBeNull();
    }

    private static bool IsCoreSite(SecureWorld world, ulong buffer)
    {
        Bget.MdbgEntry entry = world.Heap.Describe(buffer);
        return world.IsCoreSite(new CallSite(entry.File, entry.Line));
    }
}

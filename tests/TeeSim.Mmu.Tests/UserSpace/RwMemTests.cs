using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

public class RwMemTests
{
    private static readonly ulong Context = TestMmu.Context(0);

    [Fact]
    public void Adding_takes_no_reference_although_removing_drops_one()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(2);

        mmu.Mmu.AddRwMem(Context, mobj, out ulong va).ShouldBe(TeeResult.SUCCESS);

        va.ShouldBe(0x10_0000UL);
        mmu.Mobjs.Refc(mobj).ShouldBe(1u);
        mmu.Regions.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Size.ShouldBe(0x2000UL), r => r.Attr.ShouldBe(Mattr.Secure));
        mmu.Mmu.RemRwMem(Context, mobj, va);
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start, "the object is gone, too");
    }

    [Fact]
    public void Only_the_region_of_that_object_at_that_address_is_removed()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong a = mmu.Sdp(1);
        ulong b = mmu.Sdp(1);
        mmu.Mmu.AddRwMem(Context, a, out ulong vaOfA);
        mmu.Mmu.AddRwMem(Context, b, out ulong vaOfB);

        mmu.Mmu.RemRwMem(Context, a, vaOfB);
        mmu.Regions.Length.ShouldBe(2);
        mmu.Mmu.RemRwMem(Context, a, vaOfA);

        mmu.Regions.ShouldHaveSingleItem().Mobj.ShouldBe(b);
    }

    [Fact]
    public void Without_room_nothing_is_added_and_without_page_tables_a_reference_is_lost()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong big = mmu.Sdp(0x2000);
        ulong mobj = mmu.Mobjs.MobjGet(mmu.Sdp(1));

        mmu.Mmu.AddRwMem(Context, big, out _).ShouldBe(TeeResult.ACCESS_CONFLICT);
        mmu.Mobjs.Refc(big).ShouldBe(1u);
        mmu.Mmu.PageTables = 0;
        mmu.Mmu.AddRwMem(Context, mobj, out ulong va).ShouldBe(TeeResult.OUT_OF_MEMORY);
        mmu.Mobjs.Refc(mobj).ShouldBe(1u, "it was 2");
        mmu.LeaveRoomFor(0);
        mmu.Mmu.AddRwMem(Context, mobj, out _).ShouldBe(TeeResult.OUT_OF_MEMORY);

        va.ShouldBe(0UL);
        mmu.Mobjs.Refc(mobj).ShouldBe(1u);
        mmu.Regions.ShouldBeEmpty();
        mmu.ShouldBeSound();
    }

    [Fact]
    public void Cleaning_parameters_removes_every_ephemeral_region_and_no_other()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Map(mobj, 1, 0x10_0000, VmFlags.Ephemeral | VmFlags.Shareable);
        mmu.Map(mobj, 1, 0x10_2000);
        mmu.Map(mobj, 1, 0x10_4000, VmFlags.Ephemeral);
        mmu.Map(mobj, 1, 0x10_5000, VmFlags.Ephemeral);
        mmu.Map(mobj, 1, 0x10_8000, VmFlags.Shareable);
        mmu.Current = 0;

        mmu.Mmu.CleanParam(Context);

        mmu.Table.ShouldBe("0x102000+1:rw-RW- 0x108000+1:rw-RW-");
        mmu.Mobjs.Refc(mobj).ShouldBe(3u);
        mmu.ShouldBeSound();
    }
}

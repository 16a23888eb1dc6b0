using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.Releases;

/// <summary>
/// What a remap of 3.18.0 to 4.10.0 leaves behind when it fails: everything is put back, unless not even the first region could be placed.
/// Words of the list are those of ILP32: the head's last word lies at 4, a region's two links at 20 and 24.
/// </summary>
public class RemapUndoTests
{
    private const ulong Base = 0x4000_0000;
    private const ulong Occupied = Base + 0x1_0000;

    private static readonly ulong Context = TestMmu.Context(0);

    [Fact]
    public void A_region_without_page_tables_is_put_back()
    {
        TestMmu mmu = WithPages(Base, Base + 0x1000);
        mmu.Mmu.PageTables = 1;
        string before = mmu.Table;

        Remap(mmu, Base + 0x1000, 0x1000, Base + 0x20_0000).ShouldBe(TeeResult.OUT_OF_MEMORY);

        mmu.Table.ShouldBe(before);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void When_the_second_region_has_no_page_tables_both_are_put_back()
    {
        TestMmu mmu = WithPages(Base, Base + 0x1000, Base + 0x8000);
        mmu.Mmu.PageTables = 1;
        string before = mmu.Table;

        Remap(mmu, Base, 0x2000, Base + 0x1f_f000).ShouldBe(TeeResult.OUT_OF_MEMORY);

        mmu.Table.ShouldBe(before);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void One_region_with_others_behind_it_is_put_back_but_the_list_ends_on_the_stack()
    {
        TestMmu mmu = WithPages(Base, Occupied);
        string before = mmu.Table;

        Remap(mmu, Base, 0x1000, Occupied).ShouldBe(TeeResult.ACCESS_CONFLICT);

        mmu.Table.ShouldBe(before);
        LastWord(mmu).ShouldBe(TestMmu.RemapStack);
        mmu.Mmu.FixListHead(Context);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void One_region_at_the_end_of_the_list_is_lost_behind_itself()
    {
        TestMmu mmu = WithPages(Occupied, Base);
        RegionInfo lost = mmu.Regions[1];

        Remap(mmu, Occupied, 0x1000, Base).ShouldBe(TeeResult.ACCESS_CONFLICT);

        mmu.Table.ShouldBe("0x40000000+1:rw-RW-");
        Word(mmu, lost.Address + 20).ShouldBe(lost.Address, "its next is itself");
        Word(mmu, lost.Address + 24).ShouldBe(lost.Address + 20, "its own next word leads to it");
        Word(mmu, lost.Address + 8).ShouldBe(Occupied + 0x1000, "one size behind its old place");
        LastWord(mmu).ShouldBe(lost.Address + 20);
        mmu.Mobjs.Refc(lost.Mobj).ShouldBe(3u, "nobody can drop its reference any more");
    }

    [Fact]
    public void What_is_mapped_at_the_end_behind_a_lost_region_is_lost_too_until_the_head_is_right_again()
    {
        TestMmu mmu = WithPages(Occupied, Base);
        RegionInfo lost = mmu.Regions[1];
        Remap(mmu, Occupied, 0x1000, Base);

        mmu.Map(lost.Mobj, 1).ShouldBe(Occupied + 0x2000);
        mmu.Table.ShouldBe("0x40000000+1:rw-RW-");

        mmu.Mmu.FixListHead(Context);
        mmu.Map(lost.Mobj, 1).ShouldBe(Base + 0x1000);
        mmu.Table.ShouldBe("0x40000000+1:rw-RW- 0x40001000+1:rw-RW-");
        mmu.ShouldBeSound();
    }

    [Fact]
    public void Several_regions_with_others_behind_them_are_put_back_and_the_next_mapping_cuts_the_list()
    {
        TestMmu mmu = WithPages(Base, Base + 0x1000, Occupied);
        ulong first = mmu.Regions[0].Address;
        string before = mmu.Table;

        Remap(mmu, Base, 0x2000, Occupied).ShouldBe(TeeResult.ACCESS_CONFLICT);

        mmu.Table.ShouldBe(before);
        LastWord(mmu).ShouldBe(first + 20, "the next word of the last but one");
        mmu.Map(mmu.Sdp(16, 0x5a20_0000), 16).ShouldBe(Base + 0x1000, "what lies behind is not looked at");
        mmu.Table.ShouldBe("0x40000000+1:rw-RW- 0x40001000+16:rw-RW-");
    }

    [Fact]
    public void Several_regions_at_the_end_of_the_list_panic()
    {
        TestMmu mmu = WithPages(Occupied, Occupied + 0x1000, Base);

        Action remap = () => Remap(mmu, Occupied, 0x2000, Base);

        Should.Throw<CorePanicException>(remap).Message.ShouldContain("Cannot restore mapping");
    }

    [Fact]
    public void One_region_at_the_end_of_the_range_panics_when_there_is_no_room_behind_it()
    {
        TestMmu mmu = WithPages(Base + 0x3fff_f000, Base);
        mmu.Mmu.PageTables = 64;

        Action remap = () => Remap(mmu, Base + 0x3fff_f000, 0x1000, Base);

        Should.Throw<CorePanicException>(remap).Message.ShouldContain("Cannot restore mapping");
    }

    [Fact]
    public void In_3_10_the_same_failure_restores_the_range()
    {
        var mmu = TestMmu.WithContext(MmuBuild.Lpae);
        ulong mobj = mmu.Sdp(4);
        mmu.Map(mobj, 1, Base);
        mmu.Map(mobj, 1, Occupied, offset: 0x1000);
        string before = mmu.Table;

        Remap(mmu, Occupied, 0x1000, Base).ShouldBe(TeeResult.ACCESS_CONFLICT);

        mmu.Table.ShouldBe(before);
        mmu.ShouldBeSound();
    }

    // One page of one object at each address; offsets ascend with the position in the argument list.
    private static TestMmu WithPages(params ReadOnlySpan<ulong> addresses)
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named("410-lpae"));
        ulong mobj = mmu.Sdp(4);
        for (int i = 0; i < addresses.Length; i++) mmu.Map(mobj, 1, addresses[i], offset: (ulong)i * TestMmu.Page);
        return mmu;
    }

    private static TeeResult Remap(TestMmu mmu, ulong oldVa, ulong length, ulong newVa) =>
        mmu.Mmu.VmRemap(Context, ref newVa, oldVa, length, 0, 0);

    private static ulong LastWord(TestMmu mmu) => Word(mmu, Context + 4);

    private static ulong Word(TestMmu mmu, ulong address) => mmu.Memory.Read<uint>(address);
}

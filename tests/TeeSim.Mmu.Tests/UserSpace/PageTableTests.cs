using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

public class PageTableTests
{
    [Theory]
    [InlineData("v7", 0x10_0000UL)]
    [InlineData("lpae", 0x20_0000UL)]
    public void The_whole_span_of_a_context_counts_holes_included(string build, ulong pgdir)
    {
        MmuBuild target = MmuBuild.Named(build);
        var mmu = TestMmu.WithContext(target);
        ulong mobj = mmu.Sdp(2);
        mmu.Map(mobj, 1, target.Base + pgdir - 0x1000);
        mmu.Lines.Clear();
        ulong tooFar = target.Base + 4 * pgdir;

        mmu.TryMap(mobj, 1, ref tooFar).ShouldBe(TeeResult.OUT_OF_MEMORY);

        mmu.Lines.ShouldBe(["E/TC:? 0 5 page tables not available"]);
        mmu.Map(mobj, 1, target.Base + 4 * pgdir - 0x1000);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void One_more_table_is_one_more_MiB()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Map(mobj, 1, 0x10_0000);

        mmu.Mmu.PageTables = 5;

        mmu.Map(mobj, 1, 0x5f_f000).ShouldBe(0x5f_f000UL);
    }

    [Fact]
    public void Tables_are_a_limit_of_each_context_and_nothing_is_taken()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Mmu.VmInfoInit(TestMmu.Context(1)).ShouldBe(TeeResult.SUCCESS);
        mmu.Map(mobj, 1, 0x10_0000);
        mmu.Map(mobj, 1, 0x4f_f000);
        ulong va = 0x10_0000;
        ulong far = 0x4f_f000;

        mmu.Mmu.VmMapPad(TestMmu.Context(1), ref va, 0x1000, 0, VmFlags.None, mobj, 0, 0, 0).ShouldBe(TeeResult.SUCCESS);
        mmu.Mmu.VmMapPad(TestMmu.Context(1), ref far, 0x1000, 0, VmFlags.None, mobj, 0, 0, 0).ShouldBe(TeeResult.SUCCESS);
    }

    [Fact]
    public void A_hole_in_front_counts_only_from_the_first_regions_table()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);

        mmu.Map(mobj, 1, 0x10f_f000);
        mmu.Map(mobj, 1, 0xd0_0000);
        ulong below = 0xcf_f000;

        mmu.TryMap(mobj, 1, ref below).ShouldBe(TeeResult.OUT_OF_MEMORY);
    }
}

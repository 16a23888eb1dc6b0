using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.Releases;

/// <summary>Where 4.10 maps: alignment, the granule of a region's end, page tables.</summary>
public class PlacementTests
{
    private const ulong Base = 0x4000_0000;

    private static readonly ulong Context = TestMmu.Context(0);

    [Theory]
    [InlineData(0UL, Base + 0x1000)]
    [InlineData(0x3UL, Base + 0x1000)]
    [InlineData(0x4000UL, Base + 0x4000)]
    [InlineData(0x20_0000UL, Base + 0x20_0000)]
    public void A_chosen_address_is_a_multiple_of_the_alignment(ulong alignment, ulong va)
    {
        TestMmu mmu = Lpae();
        mmu.Map(mmu.Sdp(1), 1, Base);

        (TeeResult result, ulong got) = Map(mmu, 1, 0, alignment);

        result.ShouldBe(TeeResult.SUCCESS);
        got.ShouldBe(va);
    }

    [Fact]
    public void A_wanted_address_is_not_checked_against_the_alignment() =>
        Map(Lpae(), 1, Base + 0x1000, 0x4000).ShouldBe((TeeResult.SUCCESS, Base + 0x1000));

    [Theory]
    [InlineData(0x1001UL)]
    [InlineData(0x3000UL)]
    public void An_alignment_above_a_page_must_be_a_power_of_two(ulong alignment)
    {
        TestMmu mmu = Lpae();

        Map(mmu, 1, 0, alignment).Result.ShouldBe(TeeResult.BAD_PARAMETERS);

        mmu.ShouldBeSound();
    }

    [Fact]
    public void The_end_is_rounded_up_to_the_alignment_too()
    {
        TestMmu mmu = Lpae();
        mmu.Map(mmu.Sdp(1), 1, Base);
        mmu.Map(mmu.Sdp(1), 1, Base + 0x6000);

        // The page at 0x4000 is free, but its end counts as 0x8000.
        Map(mmu, 1, 0, 0x4000).ShouldBe((TeeResult.SUCCESS, Base + 0x8000));
    }

    [Theory]
    [InlineData("v7", TeeResult.SUCCESS)]
    [InlineData("410-v7", TeeResult.ACCESS_CONFLICT)]
    public void Without_LPAE_the_granule_of_the_start_is_kept_for_the_end_in_4_10(string build, TeeResult result)
    {
        // In front lies the non-secure end of the range, behind a secure region in the same MiB.
        var mmu = TestMmu.WithContext(MmuBuild.Named(build));
        ulong mobj = mmu.Sdp(2);
        mmu.Map(mobj, 1, 0x11_0000);
        ulong va = 0x10_0000;

        mmu.TryMap(mobj, 1, ref va).ShouldBe(result);
    }

    [Fact]
    public void Without_LPAE_neighbours_of_other_security_make_the_granule_a_page_table_even_of_a_larger_alignment()
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named("410-v7"));
        mmu.Map(mmu.NonSecure(1), 1, 0x10_0000);
        ulong va = 0;

        mmu.Mmu.VmMapPad(Context, ref va, 0x1000, (uint)TestMmu.Rw, VmFlags.None, mmu.Sdp(1), 0, 0, 0, 0x40_0000)
            .ShouldBe(TeeResult.SUCCESS);

        va.ShouldBe(0x20_0000UL);
    }

    [Fact]
    public void In_3_10_an_alignment_is_a_mistake_of_the_caller()
    {
        var mmu = TestMmu.WithContext(MmuBuild.Lpae);

        Should.Throw<NotSupportedException>(() => Map(mmu, 1, 0, 0x4000)).Message.ShouldBe("vm_map_pad takes no alignment in this release");
    }

    [Fact]
    public void Only_page_tables_that_are_touched_count()
    {
        TestMmu mmu = Lpae();
        ulong mobj = mmu.Sdp(2);
        foreach (ulong table in new ulong[] { 0, 10, 100 }) mmu.Map(mobj, 1, Base + table * 0x20_0000);
        mmu.Map(mobj, 1, Base + 0x1000);
        mmu.Map(mobj, 2, Base + 50 * 0x20_0000);
        mmu.Lines.Clear();
        ulong fifth = Base + 200 * 0x20_0000;

        mmu.TryMap(mobj, 1, ref fifth).ShouldBe(TeeResult.OUT_OF_MEMORY);

        mmu.Lines.ShouldBe(["E/TC:? 0 5 page tables not available"]);
        mmu.Map(mobj, 0, Base + 200 * 0x20_0000);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void An_empty_region_inside_a_page_table_counts_as_if_it_touched_it()
    {
        TestMmu mmu = Lpae();
        ulong mobj = mmu.Sdp(2);
        mmu.Mmu.PageTables = 1;
        mmu.Map(mobj, 1, Base);
        ulong inside = Base + 0x20_1000;
        ulong border = Base + 0x20_0000;

        mmu.TryMap(mobj, 0, ref inside).ShouldBe(TeeResult.OUT_OF_MEMORY);
        mmu.TryMap(mobj, 0, ref border).ShouldBe(TeeResult.SUCCESS);
    }

    [Fact]
    public void A_region_over_two_tables_needs_both()
    {
        TestMmu mmu = Lpae();
        mmu.Mmu.PageTables = 1;
        ulong va = Base + 0x1f_f000;

        mmu.TryMap(mmu.Sdp(2), 2, ref va).ShouldBe(TeeResult.OUT_OF_MEMORY);
    }

    private static TestMmu Lpae() => TestMmu.WithContext(MmuBuild.Named("410-lpae"));

    private static (TeeResult Result, ulong Va) Map(TestMmu mmu, ulong pages, ulong va, ulong alignment)
    {
        TeeResult result = mmu.Mmu.VmMapPad(
            Context, ref va, pages * TestMmu.Page, (uint)TestMmu.Rw, VmFlags.None, mmu.Sdp(pages), 0, 0, 0, alignment);
        return (result, va);
    }
}

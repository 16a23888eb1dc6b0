using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

public class VmGetFlagsTests
{
    private static readonly ulong Context = TestMmu.Context(0);

    [Theory]
    [InlineData(0x10_0000UL, 0x1000UL, TeeResult.SUCCESS)]
    [InlineData(0x10_0000UL, 0x2000UL, TeeResult.SUCCESS)]
    [InlineData(0x10_0000UL, 0x3000UL, TeeResult.BAD_PARAMETERS)]
    [InlineData(0x10_2000UL, 0x1000UL, TeeResult.SUCCESS)]
    [InlineData(0x10_0000UL, 0UL, TeeResult.BAD_PARAMETERS)]
    [InlineData(0x10_0000UL, 0x800UL, TeeResult.BAD_PARAMETERS)]
    [InlineData(0x10_0800UL, 0x1000UL, TeeResult.BAD_PARAMETERS)]
    [InlineData(0x10_2000UL, 0x2000UL, TeeResult.BAD_PARAMETERS)]
    [InlineData(0x30_0000UL, 0x1000UL, TeeResult.BAD_PARAMETERS)]
    [InlineData(0x10_0000UL, 0xfff0_0000UL, TeeResult.BAD_PARAMETERS)]
    public void A_range_has_the_flags_of_its_first_region_and_the_last_one_is_not_compared(ulong va, ulong length, TeeResult expected)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Map(mobj, 1, 0x10_0000, VmFlags.Ldelf);
        mmu.Map(mobj, 1, 0x10_1000, VmFlags.Readonly);
        mmu.Map(mobj, 1, 0x10_2000, VmFlags.Ldelf);

        mmu.Mmu.VmGetFlags(Context, va, length, out VmFlags flags).ShouldBe(expected);

        flags.ShouldBe(expected == TeeResult.SUCCESS ? VmFlags.Ldelf : VmFlags.None);
    }

    [Fact]
    public void The_context_need_not_be_current()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = mmu.Map(mmu.Sdp(1), 1, flags: VmFlags.Shareable);
        mmu.Current = 0;

        mmu.Mmu.VmGetFlags(Context, va, 0x1000, out VmFlags flags).ShouldBe(TeeResult.SUCCESS);

        flags.ShouldBe(VmFlags.Shareable);
    }
}

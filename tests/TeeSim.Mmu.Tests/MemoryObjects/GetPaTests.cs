using TeeSim.Core;

namespace TeeSim.Mmu.Tests.MemoryObjects;

public class GetPaTests
{
    [Theory]
    [InlineData("v7", 0UL, 0x5a12_3456UL)]
    [InlineData("v7", 0x1000UL, 0x5a12_3000UL)]
    [InlineData("v7", 0x10_0000UL, 0x5a10_0000UL)]
    [InlineData("lpae", 0x20_0000UL, 0x5a00_0000UL)]
    public void The_address_is_rounded_down_to_the_granule(string build, ulong granule, ulong expected)
    {
        var mmu = new TestMmu(MmuBuild.Named(build));

        // An offset behind the object's end is not checked.
        mmu.Mobjs.GetPa(mmu.Sdp(1), 0x12_3456, granule, out ulong pa).ShouldBe(TeeResult.SUCCESS);

        pa.ShouldBe(expected);
    }

    [Theory]
    [InlineData("v7", 0x20_0000UL)]
    [InlineData("lpae", 0x10_0000UL)]
    [InlineData("v7", 0x2000UL)]
    [InlineData("v7", 1UL)]
    public void Another_granule_than_a_page_or_a_page_directory_is_refused(string build, ulong granule)
    {
        var mmu = new TestMmu(MmuBuild.Named(build));

        mmu.Mobjs.GetPa(mmu.Sdp(1), 0, granule, out ulong pa).ShouldBe(TeeResult.GENERIC);

        pa.ShouldBe(0UL);
    }

    [Theory]
    [InlineData("v7", 0x0000_1000UL)]
    [InlineData("lpa", 0x1_0000_1000UL)]
    public void The_sum_has_the_width_of_a_physical_address(string build, ulong expected)
    {
        var mmu = new TestMmu(MmuBuild.Named(build));

        mmu.Mobjs.GetPa(mmu.Sdp(1, pa: 0xffff_f000), 0x2000, 0, out ulong pa);

        pa.ShouldBe(expected);
    }

    [Theory]
    [InlineData(0x44UL, TeeResult.SUCCESS)]
    [InlineData(0x45UL, TeeResult.GENERIC)]
    public void Shared_memory_checks_the_offset(ulong offset, TeeResult expected)
    {
        var mmu = new TestMmu(MmuBuild.V7);
        ulong mobj = mmu.Mobjs.MobjShmAlloc(TestMmu.Shm + 0x123, 0x45, 0);

        mmu.Mobjs.GetPa(mobj, offset, 0, out ulong pa).ShouldBe(expected);

        pa.ShouldBe(expected == TeeResult.SUCCESS ? TestMmu.Shm + 0x167 : 0);
    }
}

using TeeSim.Core.Profiles;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.MemoryObjects;

/// <summary>Sizes as mdbg lists them and offsets of every field, read from the bytes.</summary>
public class LayoutTests
{
    [Theory]
    [InlineData("v7", 32, 32, 28)]
    [InlineData("lpae", 32, 32, 28)]
    [InlineData("lpa", 40, 32, 28)]
    [InlineData("lp64", 56, 48, 56)]
    public void Each_struct_has_its_C_size_at_its_call_site(string build, uint phys, uint shm, uint region)
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named(build));
        ulong mobj = mmu.Sdp(1);
        mmu.Mobjs.MobjShmAlloc(TestMmu.Shm, 0x1000, 1).ShouldNotBe(0UL);
        ulong va = mmu.Map(mobj, 1);
        mmu.Mmu.VmSetProt(TestMmu.Context(0), va, TestMmu.Page, (uint)Mattr.Pr);
        ulong two = mmu.Map(mmu.Sdp(2), 2);
        mmu.Mmu.VmUnmap(TestMmu.Context(0), two, TestMmu.Page);
        mmu.Mmu.AddRwMem(TestMmu.Context(0), mobj, out _);

        (string, int, uint)[] listing = [.. mmu.Listing];

        listing.ShouldContain(("core/arch/arm/mm/mobj.c", 168, phys));
        listing.ShouldContain(("core/arch/arm/mm/mobj.c", 396, shm));
        listing.ShouldContain(("core/arch/arm/mm/tee_mmu.c", 256, region));
        listing.ShouldContain(("core/arch/arm/mm/tee_mmu.c", 367, region));
        listing.ShouldContain(("core/arch/arm/mm/tee_mmu.c", 987, region));
    }

    [Theory]
    [InlineData(Abi.Ilp32, 12)]
    [InlineData(Abi.Lp64, 24)]
    public void A_vm_info_has_its_C_size(Abi abi, int size) => TeeMmu.VmInfoSize(abi).ShouldBe(size);

    [Theory]
    [InlineData("v7", 28)]
    [InlineData("lpa", 32)]
    public void A_mobj_phys_on_ILP32_has_its_fields_in_order(string build, ulong pa)
    {
        var mmu = new TestMmu(MmuBuild.Named(build));

        ulong mobj = mmu.Mobjs.MobjPhysAlloc(TestMmu.TeeRam + 0x1000, 0x2000, 1, BufferAttribute.TeeRam);

        Words(mmu, mobj, 7).ShouldBe([0xf100, 0x2000, 0, 1, 4, 1, (uint)TestMmu.TeeRamVa + 0x1000]);
        mmu.Memory.Read<uint>(mobj + pa).ShouldBe((uint)TestMmu.TeeRam + 0x1000);
    }

    [Fact]
    public void A_mobj_phys_on_LP64_has_its_fields_in_order()
    {
        var mmu = new TestMmu(MmuBuild.Lp64);

        ulong mobj = mmu.Sdp(3, pa: 0x12_5a00_0000);

        mmu.Memory.Read<ulong>(mobj).ShouldBe(0xf100UL);
        mmu.Memory.Read<ulong>(mobj + 8).ShouldBe(0x3000UL);
        mmu.Memory.Read<ulong>(mobj + 16).ShouldBe(0UL, "phys_granule");
        mmu.Memory.Read<uint>(mobj + 24).ShouldBe(1u, "refc");
        mmu.Memory.Read<uint>(mobj + 32).ShouldBe(6u, "battr");
        mmu.Memory.Read<uint>(mobj + 36).ShouldBe(0u, "cattr");
        mmu.Memory.Read<ulong>(mobj + 40).ShouldBe(0UL, "the core does not see video memory");
        mmu.Memory.Read<ulong>(mobj + 48).ShouldBe(0x12_5a00_0000UL);
    }

    [Fact]
    public void A_mobj_shm_has_the_cookie_behind_its_address()
    {
        var mmu = new TestMmu(MmuBuild.V7);

        ulong mobj = mmu.Mobjs.MobjShmAlloc(TestMmu.Shm + 0x123, 0x45, 0x1122_3344_5566_7788);

        Words(mmu, mobj, 5).ShouldBe([0xf200, 0x45, 0, 1, (uint)TestMmu.Shm + 0x123]);
        mmu.Memory.Read<ulong>(mobj + 24).ShouldBe(0x1122_3344_5566_7788UL);
    }

    [Fact]
    public void A_vm_region_on_ILP32_has_its_fields_in_order()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.NonSecure(4);

        ulong va = mmu.Map(mobj, 2, flags: VmFlags.Shareable, offset: 0x1000);

        ulong region = mmu.Regions.ShouldHaveSingleItem().Address;
        Words(mmu, region, 4).ShouldBe([(uint)mobj, 0x1000, (uint)va, 0x2000]);
        mmu.Memory.Read<ushort>(region + 16).ShouldBe((ushort)0x11b1, "cached, UW UR PW PR, valid");
        mmu.Memory.Read<ushort>(region + 18).ShouldBe((ushort)4);
        Words(mmu, region + 20, 2).ShouldBe([0, (uint)TestMmu.Context(0)]);
        Words(mmu, TestMmu.Context(0), 3).ShouldBe([(uint)region, (uint)region + 20, 2]);
    }

    [Fact]
    public void A_vm_region_on_LP64_has_its_links_in_the_last_16_bytes()
    {
        var mmu = TestMmu.WithContext(MmuBuild.Lp64);
        mmu.Map(mmu.Sdp(1), 1);

        ulong region = mmu.Regions.ShouldHaveSingleItem().Address;

        mmu.Memory.Read<ushort>(region + 32).ShouldBe((ushort)0x9b1, "non-cached, secure, UW UR PW PR, valid");
        mmu.Memory.Read<ulong>(region + 48).ShouldBe(TestMmu.Context(0));
        mmu.Memory.Read<ulong>(TestMmu.Context(0) + 8).ShouldBe(region + 40);
        mmu.Memory.Read<uint>(TestMmu.Context(0) + 16).ShouldBe(2u, "the ASID");
    }

    private static uint[] Words(TestMmu mmu, ulong address, int count) =>
        [.. Enumerable.Range(0, count).Select(i => mmu.Memory.Read<uint>(address + (ulong)i * 4))];
}

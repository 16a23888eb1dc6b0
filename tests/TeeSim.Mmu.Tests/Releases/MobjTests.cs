using TeeSim.Core;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.Releases;

/// <summary>Memory objects of 4.10.</summary>
public class MobjTests
{
    private const ulong Page = TestMmu.Page;

    [Theory]
    [InlineData(BufferAttribute.NsecShm, TestMmu.Shm, true, true)]
    [InlineData(BufferAttribute.SdpMem, 0x5a00_0000UL, true, true)]
    [InlineData(BufferAttribute.TeeRam, TestMmu.TeeRam, false, true)]
    [InlineData(BufferAttribute.TaRam, TestMmu.TaRam, false, false)]
    [InlineData(BufferAttribute.Sec, TestMmu.TeeRam, false, false)]
    public void Only_boot_s_own_function_takes_TEE_RAM(BufferAttribute kind, ulong pa, bool alloc, bool init)
    {
        TestMmu mmu = V7();

        (mmu.Mobjs.MobjPhysAlloc(pa, Page, 1, kind) != 0).ShouldBe(alloc);
        (mmu.Mobjs.MobjPhysInit(pa, Page, 1, kind) != 0).ShouldBe(init);
    }

    [Theory]
    [InlineData(BufferAttribute.NsecShm, TestMmu.Shm, TestMmu.StaticPages, true)]
    [InlineData(BufferAttribute.NsecShm, TestMmu.Shm, TestMmu.StaticPages + 1, false)]
    [InlineData(BufferAttribute.NsecShm, TestMmu.Shm, 0UL, false)]
    [InlineData(BufferAttribute.SdpMem, 0x5a00_0000UL, 0UL, true)]
    public void The_whole_range_must_be_mapped_except_for_SDP_memory(BufferAttribute kind, ulong pa, ulong pages, bool allowed) =>
        (V7().Mobjs.MobjPhysAlloc(pa, pages * Page, 1, kind) != 0).ShouldBe(allowed);

    [Fact]
    public void Address_0_stands_for_the_only_mapping_of_the_kind()
    {
        TestMmu mmu = V7();

        ulong mobj = mmu.Mobjs.MobjPhysInit(0, Page, 1, BufferAttribute.TeeRam);

        mmu.Mobjs.GetPa(mobj, 0, 0, out ulong pa).ShouldBe(TeeResult.SUCCESS);
        pa.ShouldBe(TestMmu.TeeRam);
        mmu.Memory.Read<uint>(mobj + 24).ShouldBe((uint)TestMmu.TeeRamVa, "va");
        mmu.Mobjs.MobjPhysInit(0, (TestMmu.StaticPages + 1) * Page, 1, BufferAttribute.TeeRam).ShouldBe(0UL, "too large");
        mmu.Mobjs.MobjPhysInit(0, 0, 1, BufferAttribute.TeeRam).ShouldBe(0UL, "empty");
        mmu.Mobjs.MobjPhysAlloc(0, Page, 1, BufferAttribute.SdpMem).ShouldBe(0UL, "no mapping of that kind");
    }

    [Theory]
    [InlineData("v7", 6u)]
    [InlineData("410-v7", 5u)]
    public void Without_TA_RAM_the_number_of_SDP_memory_moves_up(string build, uint number)
    {
        var mmu = new TestMmu(MmuBuild.Named(build));

        mmu.Memory.Read<uint>(mmu.Sdp(1) + 16).ShouldBe(number);
    }

    [Fact]
    public void Numbers_and_kinds_translate_back_and_forth()
    {
        foreach (MmuBuild build in new[] { MmuBuild.V7, MmuBuild.Named("410-v7") })
        {
            for (uint number = 0; number < 10; number++) build.Mmu.NumberOf(build.Mmu.KindOf(number)).ShouldBe(number);
        }

        MmuBuild.Named("410-v7").Mmu.KindOf(7).ShouldNotBe(BufferAttribute.RegShm);
        MmuBuild.Named("410-v7").Mmu.KindOf(uint.MaxValue).ShouldBe((BufferAttribute)(-1));
    }

    [Fact]
    public void SDP_memory_is_secure_under_its_new_number()
    {
        TestMmu mmu = V7();

        mmu.Mobjs.IsSecure(mmu.Sdp(1)).ShouldBeTrue();
        mmu.Mobjs.IsSecure(mmu.NonSecure(1)).ShouldBeFalse();
    }

    [Fact]
    public void Shared_memory_can_be_mapped_page_by_page_and_is_not_secure()
    {
        TestMmu mmu = V7();
        ulong mobj = mmu.Mobjs.MobjShmAlloc(TestMmu.Shm, 2 * Page, 7);

        mmu.Map(mobj, 2);

        mmu.Mobjs.PhysGranule(mobj).ShouldBe(Page);
        mmu.Regions.ShouldHaveSingleItem().Attr.ShouldBe((Mattr)0x1000 | Mattr.Valid | TestMmu.Rw);
        mmu.Mobjs.Refc(mobj).ShouldBe(2u);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void A_shared_object_starts_somewhere_in_its_first_page()
    {
        TestMmu mmu = V7();

        mmu.Mobjs.GetPhysOffs(mmu.Mobjs.MobjShmAlloc(TestMmu.Shm + 0x80, Page, 0), Page).ShouldBe(0x80UL);
        mmu.Mobjs.GetPhysOffs(mmu.Sdp(1), Page).ShouldBe(0UL);
        mmu.Mobjs.GetPhysOffs(0, Page).ShouldBe(0UL);
    }

    private static TestMmu V7() => TestMmu.WithContext(MmuBuild.Named("410-v7"));
}

using TeeSim.Core.Events;
using TeeSim.Mmu.MemoryObjects;

namespace TeeSim.Mmu.Tests.MemoryObjects;

/// <summary>The checks of <c>mobj_phys_alloc</c> and their order: each case would fail at every later check, too.</summary>
public class MobjPhysAllocTests
{
    [Theory]
    [InlineData(0x0550_0001UL, 0x1000UL)]
    [InlineData(0x0550_0000UL, 0x1001UL)]
    [InlineData(0x0550_0800UL, 0x0800UL)]
    public void Alignment_comes_first(ulong pa, ulong size)
    {
        TestMmu mmu = Full();

        mmu.Mobjs.MobjPhysAlloc(pa, size, 0, BufferAttribute.RegShm).ShouldBe(0UL);

        mmu.Lines.ShouldBe(["D/TC:? 0 Expect 0x1000 alignment"]);
    }

    [Theory]
    [InlineData(BufferAttribute.Cached)]
    [InlineData(BufferAttribute.NonSec)]
    [InlineData(BufferAttribute.Sec)]
    [InlineData(BufferAttribute.RegShm)]
    [InlineData((BufferAttribute)99)]
    public void The_kind_of_memory_comes_second(BufferAttribute kind)
    {
        TestMmu mmu = Full();

        mmu.Mobjs.MobjPhysAlloc(0x7000_0000, 0x1000, 0, kind).ShouldBe(0UL);

        mmu.Lines.ShouldBe(["D/TC:? 0 can't allocate with specified attribute"]);
    }

    [Theory]
    [InlineData(BufferAttribute.TeeRam)]
    [InlineData(BufferAttribute.TaRam)]
    [InlineData(BufferAttribute.NsecShm)]
    public void Memory_that_the_core_does_not_see_comes_third_and_is_said_to_nobody(BufferAttribute kind)
    {
        TestMmu mmu = Full();

        mmu.Mobjs.MobjPhysAlloc(0x7000_0000, 0x1000, 0, kind).ShouldBe(0UL);

        mmu.Lines.ShouldBeEmpty();
        mmu.Told.ShouldNotContain(e => e.Kind == TeeEventKind.AllocationFailed);
    }

    [Fact]
    public void The_heap_comes_last()
    {
        TestMmu mmu = Full();

        mmu.Mobjs.MobjPhysAlloc(TestMmu.TaRam, 0x1000, 0, BufferAttribute.TaRam).ShouldBe(0UL);

        mmu.Told[^1].ShouldSatisfyAllConditions(e => e.Kind.ShouldBe(TeeEventKind.AllocationFailed), e => e.Size.ShouldBe(32UL));
    }

    [Theory]
    [InlineData(BufferAttribute.TeeRam, TestMmu.TeeRam)]
    [InlineData(BufferAttribute.TaRam, TestMmu.TaRam)]
    [InlineData(BufferAttribute.NsecShm, TestMmu.Shm)]
    public void Only_the_first_address_is_looked_up_in_the_static_mappings(BufferAttribute kind, ulong start)
    {
        var mmu = new TestMmu(MmuBuild.V7);
        ulong last = start + (TestMmu.StaticPages - 1) * TestMmu.Page;

        mmu.Mobjs.MobjPhysAlloc(last, 2 * TestMmu.Page, 0, kind).ShouldNotBe(0UL);
        mmu.Mobjs.MobjPhysAlloc(last + TestMmu.Page, TestMmu.Page, 0, kind).ShouldBe(0UL);
        mmu.Mobjs.MobjPhysAlloc(start - TestMmu.Page, TestMmu.Page, 0, kind).ShouldBe(0UL);
    }

    [Fact]
    public void Another_kinds_mapping_does_not_count() =>
        new TestMmu(MmuBuild.V7).Mobjs.MobjPhysAlloc(TestMmu.TaRam, 0x1000, 0, BufferAttribute.TeeRam).ShouldBe(0UL);

    [Fact]
    public void A_size_of_0_passes()
    {
        var mmu = new TestMmu(MmuBuild.V7);

        ulong mobj = mmu.Sdp(0);

        mobj.ShouldNotBe(0UL);
        mmu.Mobjs.Size(mobj).ShouldBe(0UL);
    }

    [Theory]
    [InlineData(BufferAttribute.TeeRam, TestMmu.TeeRam, true)]
    [InlineData(BufferAttribute.TaRam, TestMmu.TaRam, true)]
    [InlineData(BufferAttribute.SdpMem, 0x5a00_0000, true)]
    [InlineData(BufferAttribute.NsecShm, TestMmu.Shm, false)]
    public void All_but_the_shared_memory_is_secure(BufferAttribute kind, ulong pa, bool secure)
    {
        var mmu = new TestMmu(MmuBuild.V7);

        mmu.Mobjs.IsSecure(mmu.Mobjs.MobjPhysAlloc(pa, 0x1000, 0, kind)).ShouldBe(secure);
    }

    private static TestMmu Full()
    {
        var mmu = new TestMmu(MmuBuild.V7);
        mmu.LeaveRoomFor(0);
        mmu.Told.Clear();
        mmu.Lines.Clear();
        return mmu;
    }
}

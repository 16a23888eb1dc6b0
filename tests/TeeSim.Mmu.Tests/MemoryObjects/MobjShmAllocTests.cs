using TeeSim.Core;
using TeeSim.Core.Events;

namespace TeeSim.Mmu.Tests.MemoryObjects;

public class MobjShmAllocTests
{
    private const ulong Bytes = TestMmu.StaticPages * TestMmu.Page;

    [Theory]
    [InlineData(TestMmu.Shm, Bytes, true)]
    [InlineData(TestMmu.Shm + 1, Bytes - 1, true)]
    [InlineData(TestMmu.Shm + 1, Bytes, false)]
    [InlineData(TestMmu.Shm - 1, 1UL, false)]
    [InlineData(TestMmu.TaRam, 0x1000UL, false)]
    public void The_whole_range_must_be_shared_memory(ulong pa, ulong size, bool allowed) =>
        (new TestMmu(MmuBuild.V7).Mobjs.MobjShmAlloc(pa, size, 0) != 0).ShouldBe(allowed);

    [Fact]
    public void A_full_heap_gives_none()
    {
        var mmu = new TestMmu(MmuBuild.V7);
        mmu.LeaveRoomFor(0);

        mmu.Mobjs.MobjShmAlloc(TestMmu.Shm, 0x1000, 0).ShouldBe(0UL);

        mmu.Told[^1].Kind.ShouldBe(TeeEventKind.AllocationFailed);
    }

    [Fact]
    public void It_has_no_cache_attributes_and_cannot_be_mapped()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Mobjs.MobjShmAlloc(TestMmu.Shm, 0x1000, 0);
        ulong va = 0;

        mmu.Mobjs.GetCattr(mobj, out _).ShouldBe(TeeResult.GENERIC);
        mmu.Mobjs.IsSecure(mobj).ShouldBeFalse();
        mmu.TryMap(mobj, 1, ref va).ShouldBe(TeeResult.GENERIC);
        mmu.Mobjs.Refc(mobj).ShouldBe(1u);
    }
}

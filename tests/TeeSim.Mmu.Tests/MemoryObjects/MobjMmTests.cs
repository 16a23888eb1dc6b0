using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Mmu.MemoryObjects;

namespace TeeSim.Mmu.Tests.MemoryObjects;

public class MobjMmTests
{
    private readonly TestMmu _mmu = TestMmu.WithPools(MmuBuild.V7);
    private readonly ulong _parent;

    public MobjMmTests()
    {
        _parent = _mmu.Mobjs.MobjPhysAlloc(TestMmu.TaRam, 0x10000, 1, BufferAttribute.TaRam);
        _mmu.TeeMm.Alloc(TestMmu.SecDdrPool, 0x3000);
    }

    [Fact]
    public void All_queries_go_to_the_parent_at_the_places_offset()
    {
        ulong mobj = _mmu.Mobjs.MobjMmAlloc(_parent, 0x2000, TestMmu.SecDdrPool);

        _mmu.Mobjs.GetPa(mobj, 0x123, 0, out ulong pa).ShouldBe(TeeResult.SUCCESS);
        pa.ShouldBe(TestMmu.TaRam + 0x3123);
        _mmu.Mobjs.GetVa(mobj, 0x123).ShouldBe(TestMmu.TaRam + 0x3123);
        _mmu.Mobjs.GetCattr(mobj, out uint cattr).ShouldBe(TeeResult.SUCCESS);
        cattr.ShouldBe(1u);
        _mmu.Mobjs.IsSecure(mobj).ShouldBeTrue();
        _mmu.Mobjs.Matches(mobj, BufferAttribute.TaRam).ShouldBeTrue();
        _mmu.Mobjs.GetPhysOffs(mobj, 0x1000).ShouldBe(0UL);
        _mmu.Mobjs.GetCookie(mobj).ShouldBe(0UL);
        _mmu.Mobjs.IncMap(mobj).ShouldBe(TeeResult.SUCCESS);
        _mmu.Mobjs.DecMap(mobj).ShouldBe(TeeResult.SUCCESS);
    }

    [Fact]
    public void It_can_be_mapped_and_gives_its_pages_back()
    {
        uint before = _mmu.Heap.Stats.Allocated;
        ulong mobj = _mmu.Mobjs.MobjMmAlloc(_parent, 0x2000, TestMmu.SecDdrPool);
        ulong va = _mmu.Map(mobj, 2);
        _mmu.Mobjs.MobjPut(mobj);

        _mmu.Mmu.MappingLines(TestMmu.Context(0)).Single().ShouldContain("pa 0x05503000");
        _mmu.Mmu.VmUnmap(TestMmu.Context(0), va, 0x2000);

        _mmu.Heap.Stats.Allocated.ShouldBe(before);
        _mmu.TeeMm.FreeBytes(TestMmu.SecDdrPool).ShouldBe(13 * TestMmu.Page);
    }

    [Fact]
    public void An_exhausted_pool_gives_nothing()
    {
        uint before = _mmu.Heap.Stats.Allocated;

        _mmu.Mobjs.MobjMmAlloc(_parent, 0xe000, TestMmu.SecDdrPool).ShouldBe(0UL);

        _mmu.Heap.Stats.Allocated.ShouldBe(before);
    }

    [Fact]
    public void Damaged_parents_end_in_a_hang_or_in_nothing()
    {
        ulong mobj = _mmu.Mobjs.MobjMmAlloc(_parent, 0x1000, TestMmu.SecDdrPool);
        _mmu.Memory.Write<uint>(mobj - 4) = (uint)mobj;
        PanicAssertions.ShouldPanic(() => _mmu.Mobjs.GetPa(mobj, 0, 0, out _)).Kind.ShouldBe(CorePanicKind.Hang);

        _mmu.Memory.Write<uint>(mobj - 4) = 0;
        _mmu.Mobjs.GetPa(mobj, 0, 0, out _).ShouldBe(TeeResult.GENERIC);
        _mmu.Mobjs.GetCattr(mobj, out _).ShouldBe(TeeResult.GENERIC);
        _mmu.Mobjs.GetVa(mobj, 0).ShouldBe(0UL);
        _mmu.Mobjs.IsSecure(mobj).ShouldBeFalse();
    }
}

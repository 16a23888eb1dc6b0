using TeeSim.Core.Events;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.PagePools;

namespace TeeSim.Mmu.Tests.MemoryObjects;

public class FobjTests
{
    [Fact]
    public void Pages_come_from_the_pool_of_the_TA_RAM_first_fit()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);

        ulong first = mmu.Fobjs.FobjSecMemAlloc(3);
        ulong second = mmu.Fobjs.FobjSecMemAlloc(1);

        mmu.Fobjs.GetPa(first, 2).ShouldBe(TestMmu.TaRam + 0x2000);
        mmu.Fobjs.GetPa(second, 0).ShouldBe(TestMmu.TaRam + 0x3000);
        mmu.Fobjs.NumPages(first).ShouldBe(3u);
        mmu.TeeMm.FreeBytes(TestMmu.SecDdrPool).ShouldBe(12 * TestMmu.Page);
    }

    [Fact]
    public void The_last_put_frees_the_entry_then_the_object()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        ulong fobj = mmu.Fobjs.FobjSecMemAlloc(3);
        ulong entry = mmu.Fobjs.GetEntry(fobj);
        mmu.Fobjs.FobjGet(fobj).ShouldBe(fobj);
        mmu.Fobjs.FobjPut(fobj);
        mmu.Told.Clear();

        mmu.Fobjs.FobjPut(fobj);

        mmu.Told.Where(e => e.Kind == TeeEventKind.Freed).Select(e => e.Address).ShouldBe([entry, fobj - 4]);
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
        mmu.TeeMm.IsEmpty(TestMmu.SecDdrPool).ShouldBeTrue();
    }

    [Fact]
    public void References_are_counted_and_guarded()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        mmu.Fobjs.FobjGet(0).ShouldBe(0UL);
        mmu.Fobjs.FobjPut(0);
        ulong fobj = mmu.Fobjs.FobjSecMemAlloc(1);
        mmu.Fobjs.FobjPut(fobj);

        PanicAssertions.ShouldPanic(() => mmu.Fobjs.FobjGet(fobj));
        PanicAssertions.ShouldPanic(() => mmu.Fobjs.FobjPut(fobj));
    }

    [Fact]
    public void Too_many_pages_give_nothing_back()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);

        mmu.Fobjs.FobjSecMemAlloc(17).ShouldBe(0UL);
        // More bytes than a word can count: the pool is not even asked.
        mmu.Fobjs.FobjSecMemAlloc(0x10_0000).ShouldBe(0UL);

        mmu.Told.Count(e => e.Kind == TeeEventKind.PagePoolExhausted).ShouldBe(1);
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
    }

    [Fact]
    public void Pages_outside_of_the_TA_RAMs_mapping_are_given_back()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        mmu.TeeMm.Final(TestMmu.SecDdrPool);
        mmu.TeeMm.Init(TestMmu.SecDdrPool, 0x7000_0000, 0x4000, 12, TeeMmFlags.None).ShouldBeTrue();

        mmu.Fobjs.FobjSecMemAlloc(1).ShouldBe(0UL);

        mmu.TeeMm.IsEmpty(TestMmu.SecDdrPool).ShouldBeTrue();
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
    }

    [Fact]
    public void A_mobj_of_pages_is_secure_and_cached_and_shows_them()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        mmu.Fobjs.FobjSecMemAlloc(1);
        ulong fobj = mmu.Fobjs.FobjSecMemAlloc(3);
        ulong mobj = mmu.Mobjs.MobjWithFobjAlloc(fobj, 0);

        mmu.Mobjs.IsSecure(mobj).ShouldBeTrue();
        mmu.Mobjs.Matches(mobj, BufferAttribute.TaRam).ShouldBeFalse();
        mmu.Mobjs.GetCattr(mobj, out uint cattr).ShouldBe(Core.TeeResult.SUCCESS);
        cattr.ShouldBe(1u);
        mmu.Mobjs.GetPa(mobj, 0x2345, 0, out ulong pa).ShouldBe(Core.TeeResult.SUCCESS);
        pa.ShouldBe(TestMmu.TaRam + 0x3345);
        mmu.Mobjs.GetPa(mobj, 0x2345, 0x1000, out pa).ShouldBe(Core.TeeResult.SUCCESS);
        pa.ShouldBe(TestMmu.TaRam + 0x3000);
        mmu.Mobjs.GetVa(mobj, 0).ShouldBe(0UL);
        mmu.Mobjs.GetPhysOffs(mobj, 0x1000).ShouldBe(0UL);
        mmu.Mobjs.MobjWithFobjAlloc(0, 0).ShouldBe(0UL);
    }

    [Fact]
    public void Unmapping_the_last_region_frees_entry_pages_object_and_region_in_this_order()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        ulong fobj = mmu.Fobjs.FobjSecMemAlloc(2);
        ulong mobj = mmu.Mobjs.MobjWithFobjAlloc(fobj, 0);
        ulong entry = mmu.Fobjs.GetEntry(fobj);
        mmu.Fobjs.FobjPut(fobj);
        ulong va = mmu.Map(mobj, 2);
        mmu.Mobjs.MobjPut(mobj);
        ulong region = mmu.Regions.Single().Address;
        mmu.ShouldAllBeSound();
        mmu.Told.Clear();

        mmu.Mmu.VmUnmap(TestMmu.Context(0), va, 0x2000).ShouldBe(Core.TeeResult.SUCCESS);

        mmu.Told.Where(e => e.Kind == TeeEventKind.Freed).Select(e => e.Address).ShouldBe([entry, fobj - 4, mobj - 8, region]);
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
    }
}

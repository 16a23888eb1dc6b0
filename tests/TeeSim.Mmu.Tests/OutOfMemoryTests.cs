using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Profiles;

namespace TeeSim.Mmu.Tests;

/// <summary>
/// Every allocation of every call fails in turn, and every pool runs out of pages; none of that may leave anything behind.
/// </summary>
public class OutOfMemoryTests
{
    private static readonly ulong[] Pages = [0x8000_0000, 0x8000_1000];

    public static TheoryData<string, bool> Builds =>
        [.. MmuBuild.All.SelectMany(build => new TheoryDataRow<string, bool>[] { new(build.Name, false), new(build.Name, true) })];

    [Theory]
    [MemberData(nameof(Builds))]
    public void Entries_of_page_pools(string build, bool is410)
    {
        TestMmu mmu = With(build, is410);

        FailingAllocations.Of(mmu, () => mmu.TeeMm.Alloc(TestMmu.SecDdrPool, 0x3000) != 0).ShouldBe([0]);
        FailingAllocations.Of(mmu, () => mmu.TeeMm.Alloc2(TestMmu.SecDdrPool, TestMmu.TaRam + 0x4000, 0x3000) != 0).ShouldBe([0]);
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void Pages_allocate_the_object_then_the_entry(string build, bool is410)
    {
        TestMmu mmu = With(build, is410);

        FailingAllocations.Of(mmu, () => mmu.Fobjs.FobjSecMemAlloc(3) != 0).ShouldBe([0, 1]);
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void A_part_of_another_object_allocates_itself_then_the_entry(string build, bool is410)
    {
        TestMmu mmu = With(build, is410);
        ulong parent = mmu.NonSecure(16);

        FailingAllocations.Of(mmu, () => mmu.Mobjs.MobjMmAlloc(parent, 0x3000, TestMmu.SecDdrPool) != 0).ShouldBe([0, 1]);
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void An_object_of_pages_takes_no_reference_when_it_fails(string build, bool is410)
    {
        TestMmu mmu = With(build, is410);
        ulong fobj = mmu.Fobjs.FobjSecMemAlloc(3);
        ulong file = mmu.Files.FileGetByTag([1]);

        FailingAllocations.Of(mmu, () => mmu.Mobjs.MobjWithFobjAlloc(fobj, file) != 0).ShouldBe([0]);
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void Files_and_slices(string build, bool is410)
    {
        TestMmu mmu = With(build, is410);
        ulong fobj = mmu.Fobjs.FobjSecMemAlloc(3);
        ulong file = mmu.Files.FileGetByTag([1]);

        FailingAllocations.Of(mmu, () => mmu.Files.FileGetByTag([2]) != 0).ShouldBe([0]);
        FailingAllocations.Of(mmu, () => Succeeds(mmu.Files.FileAddSlice(file, fobj, 0))).ShouldBe([0]);
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void Registered_shared_memory_allocates_itself_and_when_mapped_the_entry(string build, bool is410)
    {
        TestMmu mmu = With(build, is410);

        FailingAllocations.Of(mmu, () => mmu.Mobjs.MobjRegShmAlloc(Pages, 0, 1) != 0).ShouldBe([0]);
        FailingAllocations.Of(mmu, () => mmu.Mobjs.MobjMappedShmAlloc(Pages, 0, 1) != 0).ShouldBe([0, 1]);
        ulong mobj = mmu.Mobjs.MobjMappedShmAlloc(Pages, 0, 1);
        mmu.Mobjs.DecMap(mobj);
        FailingAllocations.Of(mmu, () => Succeeds(mmu.Mobjs.IncMap(mobj))).ShouldBe([0]);
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void Four_parameters_allocate_four_regions(string build, bool is410)
    {
        TestMmu mmu = With(build, is410);
        ulong mobj = mmu.NonSecure(16);
        ulong secure = mmu.Sdp(16);

        FailingAllocations.Of(mmu, () => Succeeds(mmu.Mmu.VmMapParam(
            TestMmu.Context(0), [new(mobj, 0, 1), new(secure, 0, 1), new(mobj, 0x2000, 1), new(secure, 0x2000, 1)], new ulong[4])))
            .ShouldBe([0, 1, 2, 3]);
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void Without_pages_nothing_is_left_behind(string build, bool is410)
    {
        TestMmu mmu = With(build, is410);
        mmu.TeeMm.Alloc(TestMmu.SecDdrPool, 15 * TestMmu.Page).ShouldNotBe(0UL);
        mmu.TeeMm.Alloc(TestMmu.ShmPool, 7 * TestMmu.Page).ShouldNotBe(0UL);
        ulong parent = mmu.NonSecure(16);
        ulong mobj = mmu.Mobjs.MobjRegShmAlloc(Pages, 0, 1);
        var blocks = mmu.Heap.Blocks.ToArray();
        mmu.Told.Clear();

        mmu.Fobjs.FobjSecMemAlloc(2).ShouldBe(0UL);
        mmu.Mobjs.MobjMmAlloc(parent, 0x1001, TestMmu.SecDdrPool).ShouldBe(0UL);
        mmu.Mobjs.IncMap(mobj).ShouldBe(TeeResult.OUT_OF_MEMORY);
        mmu.Mobjs.MobjMappedShmAlloc(Pages, 0, 2).ShouldBe(0UL);

        mmu.Heap.Blocks.ShouldBe(blocks);
        mmu.Heap.Stats.NumAllocFail.ShouldBe(0u, "no allocation of the heap has failed");
        mmu.Told.Where(e => e.Kind == TeeEventKind.PagePoolExhausted).Select(e => (e.Address, e.Size))
            .ShouldBe(
                [(TestMmu.SecDdrPool, 0x2000UL), (TestMmu.SecDdrPool, 0x1001UL), (TestMmu.ShmPool, 0x2000UL), (TestMmu.ShmPool, 0x2000UL)]);
        mmu.ShouldAllBeSound();
    }

    [Fact]
    public void Until_3_12_a_mapping_that_fails_after_one_was_kept_does_not_forget_it()
    {
        TestMmu mmu = With("v7", is410: false);
        ulong mobj = mmu.Mobjs.MobjMappedShmAlloc(Pages, 0, 1);
        mmu.Mobjs.DecMap(mobj);
        mmu.TeeMm.Alloc(TestMmu.ShmPool, 6 * TestMmu.Page).ShouldNotBe(0UL);

        mmu.Mobjs.IncMap(mobj).ShouldBe(TeeResult.OUT_OF_MEMORY);

        mmu.Mobjs.GetVa(mobj, 0).ShouldBe(TestMmu.ShmVa);
        mmu.Mobjs.MobjPut(mobj);
        mmu.TeeMm.FreeBytes(TestMmu.ShmPool).ShouldBe(2 * TestMmu.Page);
    }

    private static bool Succeeds(TeeResult result)
    {
        if (result != TeeResult.SUCCESS) result.ShouldBe(TeeResult.OUT_OF_MEMORY);
        return result == TeeResult.SUCCESS;
    }

    private static TestMmu With(string build, bool is410) =>
        TestMmu.WithPools(MmuBuild.Named(build), profile: is410 ? TestMmu.Optee410 : TargetProfiles.Optee310Arm32);
}

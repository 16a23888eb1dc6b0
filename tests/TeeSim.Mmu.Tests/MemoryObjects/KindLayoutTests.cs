namespace TeeSim.Mmu.Tests.MemoryObjects;

/// <summary>
/// Sizes as mdbg lists them and offsets of the fields of the kinds of objects behind TA loading and registered shared memory.
/// </summary>
public class KindLayoutTests
{
    [Theory]
    [InlineData("v7", 16, 16, 64, 12, 24, 24, 48 + 2 * 4)]
    [InlineData("lpa", 16, 16, 64, 12, 24, 24, 56 + 2 * 8)]
    [InlineData("lp64", 24, 24, 88, 24, 48, 48, 72 + 2 * 8)]
    public void Each_struct_has_its_C_size_at_its_call_site(
        string build, uint entry, uint fobj, uint file, uint slice, uint mm, uint withFobj, uint regShm)
    {
        var mmu = TestMmu.WithPools(MmuBuild.Named(build));
        ulong pages = mmu.Fobjs.FobjSecMemAlloc(2);
        ulong shared = mmu.Files.FileGetByTag([1, 2, 3]);
        mmu.Files.FileAddSlice(shared, pages, 0);
        mmu.Mobjs.MobjWithFobjAlloc(pages, shared).ShouldNotBe(0UL);
        mmu.Mobjs.MobjMmAlloc(mmu.Sdp(16, TestMmu.TaRam), 0x1000, TestMmu.SecDdrPool).ShouldNotBe(0UL);
        mmu.Mobjs.MobjRegShmAlloc([0x8000_0000, 0x8000_1000], 0, 1).ShouldNotBe(0UL);

        (string, int, uint)[] listing = [.. mmu.Listing];

        listing.ShouldContain(("core/arch/arm/mm/tee_mm.c", 27, entry));
        listing.Count(l => l == ("core/arch/arm/mm/tee_mm.c", 19, entry)).ShouldBe(2);
        listing.ShouldContain(("core/mm/fobj.c", 538, fobj));
        listing.ShouldContain(("core/mm/file.c", 151, file));
        listing.ShouldContain(("core/mm/file.c", 91, slice));
        listing.ShouldContain(("core/arch/arm/mm/mobj.c", 282, mm));
        listing.ShouldContain(("core/arch/arm/mm/mobj.c", 533, withFobj));
        listing.ShouldContain(("core/arch/arm/mm/mobj_dyn_shm.c", 280, regShm));
    }

    [Theory]
    [InlineData("v7", 28)]
    [InlineData("lp64", 56)]
    public void In_4_10_a_mobj_with_fobj_ends_with_a_memory_type(string build, uint size)
    {
        var mmu = TestMmu.WithPools(MmuBuild.Named(build), profile: TestMmu.Optee410);

        ulong mobj = mmu.Mobjs.MobjWithFobjAlloc(mmu.Fobjs.FobjSecMemAlloc(1), 0);

        mmu.Listing.ShouldContain(("core/arch/arm/mm/mobj.c", 533, size));
        ulong behind = mmu.Build.Word == 4 ? 16UL : 32UL;
        mmu.Memory.Read<byte>(mobj + behind).ShouldBe((byte)1, "cached");
    }

    [Fact]
    public void On_ILP32_fobj_and_mobj_lie_behind_their_containers_words()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        ulong fobj = mmu.Fobjs.FobjSecMemAlloc(3);
        ulong file = mmu.Files.FileGetByTag([7]);
        ulong mobj = mmu.Mobjs.MobjWithFobjAlloc(fobj, file);

        Words(mmu, fobj - 4, 4).ShouldBe([(uint)mmu.Fobjs.GetEntry(fobj), 0xf600, 3, 2]);
        Words(mmu, mobj - 8, 6).ShouldBe([(uint)fobj, (uint)file, 0xf400, 0x3000, 0x1000, 1]);
        Words(mmu, mmu.Fobjs.GetEntry(fobj), 4).ShouldBe([(uint)TestMmu.SecDdrPool, 0, 0, 3]);
    }

    [Fact]
    public void On_ILP32_a_mobj_mm_has_entry_and_parent_in_front()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        ulong parent = mmu.Mobjs.MobjPhysAlloc(TestMmu.TaRam, 0x10000, 1, Mmu.MemoryObjects.BufferAttribute.TaRam);

        ulong mobj = mmu.Mobjs.MobjMmAlloc(parent, 0x1234, TestMmu.SecDdrPool);

        ulong entry = mmu.TeeMm.Entries(TestMmu.SecDdrPool).Last().Address;
        Words(mmu, mobj - 8, 6).ShouldBe([(uint)entry, (uint)parent, 0xf300, 0x1234, 0, 1]);
        mmu.Mobjs.Refc(parent).ShouldBe(1u, "no reference is taken");
    }

    [Fact]
    public void A_file_has_tag_length_references_links_and_slices_in_order()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        ulong older = mmu.Files.FileGetByTag([9, 8, 7]);
        ulong file = mmu.Files.FileGetByTag([1, 2]);
        ulong fobj = mmu.Fobjs.FobjSecMemAlloc(1);
        mmu.Files.FileAddSlice(file, fobj, 5);

        mmu.Memory.ReadBytes(file, 4).ToArray().ShouldBe([1, 2, 0, 0]);
        ulong slice = mmu.Files.Slices(file).Single().Address;
        Words(mmu, file + 32, 8).ShouldBe([2, 1, (uint)older, mmu.Memory.Read<uint>(file + 44), 0, 0, 0, (uint)slice]);
        Words(mmu, slice, 3).ShouldBe([(uint)fobj, 5, 0]);
        mmu.Memory.Read<uint>(older + 44).ShouldBe((uint)file + 40, "the newer file's next word");
    }

    [Theory]
    [InlineData("v7", 16, 24, 32, 36, 40, 44, 48)]
    [InlineData("lpa", 16, 24, 32, 40, 48, 52, 56)]
    [InlineData("lp64", 32, 40, 48, 56, 64, 68, 72)]
    public void A_mobj_reg_shm_has_its_fields_in_order(
        string build, ulong next, ulong cookie, ulong mm, ulong offset, ulong mapcount, ulong guarded, ulong pages)
    {
        var mmu = TestMmu.WithPools(MmuBuild.Named(build));
        ulong older = mmu.Mobjs.MobjRegShmAlloc([0x8000_0000], 0, 1);
        ulong mobj = mmu.Mobjs.MobjRegShmAlloc([0x8000_3000, 0x8000_1000], 0x123, 0x1122_3344_5566_7788);
        mmu.Mobjs.IncMap(mobj).ShouldBe(Core.TeeResult.SUCCESS);

        mmu.Mobjs.Size(mobj).ShouldBe(0x2000UL - 0x123);
        mmu.Mobjs.PhysGranule(mobj).ShouldBe(0x1000UL);
        mmu.TestHeap.Word(mobj + next).ShouldBe(older);
        mmu.Memory.Read<ulong>(mobj + cookie).ShouldBe(0x1122_3344_5566_7788UL);
        mmu.TestHeap.Word(mobj + mm).ShouldBe(mmu.TeeMm.Entries(TestMmu.ShmPool).Last().Address);
        mmu.Memory.Read<uint>(mobj + offset).ShouldBe(0x123u);
        mmu.Memory.Read<uint>(mobj + mapcount).ShouldBe(1u);
        mmu.Memory.ReadBytes(mobj + guarded, 3).ToArray().ShouldBe([1, 0, 0]);
        mmu.Memory.Read<uint>(mobj + pages).ShouldBe(0x8000_3000u);
    }

    private static uint[] Words(TestMmu mmu, ulong address, int count) =>
        [.. Enumerable.Range(0, count).Select(i => mmu.Memory.Read<uint>(address + (ulong)i * 4))];
}

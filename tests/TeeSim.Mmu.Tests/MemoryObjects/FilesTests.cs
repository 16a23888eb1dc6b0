using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Panics;

namespace TeeSim.Mmu.Tests.MemoryObjects;

public class FilesTests
{
    [Fact]
    public void A_tag_is_one_file()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);

        ulong file = mmu.Files.FileGetByTag([1, 2, 3]);

        mmu.Files.FileGetByTag([1, 2, 3]).ShouldBe(file);
        mmu.Files.Refc(file).ShouldBe(2u);
        mmu.Files.FileGetByTag([1, 2]).ShouldNotBe(file);
        mmu.Files.FileGetByTag([1, 2, 4]).ShouldNotBe(file);
        mmu.Files.All.Count().ShouldBe(3);
        mmu.Files.FileGetByTag(new byte[32]).ShouldNotBe(0UL);
        mmu.Files.FileGetByTag(new byte[33]).ShouldBe(0UL);
        mmu.ShouldAllBeSound();
    }

    [Fact]
    public void A_slice_is_found_by_each_of_its_pages()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        ulong file = mmu.Files.FileGetByTag([1]);
        ulong low = mmu.Fobjs.FobjSecMemAlloc(2);
        ulong high = mmu.Fobjs.FobjSecMemAlloc(1);

        mmu.Files.FileAddSlice(file, low, 4).ShouldBe(TeeResult.SUCCESS);
        mmu.Files.FileAddSlice(file, high, 6).ShouldBe(TeeResult.SUCCESS);
        mmu.Files.FileAddSlice(file, high, 5).ShouldBe(TeeResult.BAD_PARAMETERS);

        mmu.Files.FileFindSlice(file, 3).ShouldBeNull();
        mmu.Files.FileFindSlice(file, 4)!.Value.Fobj.ShouldBe(low);
        mmu.Files.FileFindSlice(file, 5)!.Value.Fobj.ShouldBe(low);
        mmu.Files.FileFindSlice(file, 6)!.Value.Fobj.ShouldBe(high);
        mmu.Files.FileFindSlice(file, 7).ShouldBeNull();
        mmu.Fobjs.Refc(low).ShouldBe(2u);
        mmu.Fobjs.Refc(high).ShouldBe(2u);
        mmu.ShouldAllBeSound();
    }

    [Fact]
    public void The_last_put_frees_the_slices_newest_first_then_the_file()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        ulong file = mmu.Files.FileGetByTag([1]);
        ulong[] fobjs = [mmu.Fobjs.FobjSecMemAlloc(1), mmu.Fobjs.FobjSecMemAlloc(1)];
        for (uint i = 0; i < 2; i++)
        {
            mmu.Files.FileAddSlice(file, fobjs[i], i).ShouldBe(TeeResult.SUCCESS);
            mmu.Fobjs.FobjPut(fobjs[i]);
        }

        ulong[] slices = [.. mmu.Files.Slices(file).Select(s => s.Address)];
        ulong[] entries = [.. fobjs.Select(mmu.Fobjs.GetEntry)];
        mmu.Files.FileGet(file);
        mmu.Files.FilePut(file);
        mmu.Told.Clear();

        mmu.Files.FilePut(file);

        mmu.Told.Where(e => e.Kind == TeeEventKind.Freed).Select(e => e.Address)
            .ShouldBe([entries[1], fobjs[1] - 4, slices[0], entries[0], fobjs[0] - 4, slices[1], file]);
        mmu.Files.All.ShouldBeEmpty();
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
    }

    [Fact]
    public void The_pages_of_a_slice_survive_their_mapping_until_the_file_goes()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        ulong file = mmu.Files.FileGetByTag([1]);
        ulong fobj = mmu.Fobjs.FobjSecMemAlloc(2);
        ulong mobj = mmu.Mobjs.MobjWithFobjAlloc(fobj, file);
        mmu.Files.FileAddSlice(file, fobj, 0);
        mmu.Fobjs.FobjPut(fobj);

        mmu.Files.FilePut(file);
        mmu.TeeMm.FreeBytes(TestMmu.SecDdrPool).ShouldBe(14 * TestMmu.Page, "the object holds the file");
        mmu.Mobjs.MobjPut(mobj);

        mmu.TeeMm.IsEmpty(TestMmu.SecDdrPool).ShouldBeTrue();
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
    }

    [Fact]
    public void References_are_guarded()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        mmu.Files.FileGet(0).ShouldBe(0UL);
        mmu.Files.FilePut(0);
        ulong file = mmu.Files.FileGetByTag([1]);
        mmu.Memory.Write<uint>(file + 36) = 0;

        PanicAssertions.ShouldPanic(() => mmu.Files.FileGet(file));
        PanicAssertions.ShouldPanic(() => mmu.Files.FilePut(file));
        mmu.Files.FileGetByTag([1]).ShouldNotBe(file, "a file that is being freed is not shared");
        mmu.Files.Validate().ShouldBe([$"file 0x{file:x} has no references"]);
    }

    [Fact]
    public void Damaged_lists_neither_hang_nor_pass()
    {
        var mmu = TestMmu.WithPools(MmuBuild.V7);
        ulong file = mmu.Files.FileGetByTag([1]);
        mmu.Files.FileAddSlice(file, mmu.Fobjs.FobjSecMemAlloc(2), 3);
        mmu.Files.FileAddSlice(file, mmu.Fobjs.FobjSecMemAlloc(1), 2);
        ulong slice = mmu.Files.Slices(file).First().Address;
        mmu.Memory.Write<uint>(slice + 4) = 4;
        mmu.Files.Validate().ShouldBe([$"file 0x{file:x}: the slice at page 4 starts below page 5, where another ends"]);

        mmu.Memory.Write<uint>(slice + 8) = (uint)slice;
        PanicAssertions.ShouldPanic(() => mmu.Files.FileFindSlice(file, 9)).Kind.ShouldBe(CorePanicKind.Hang);
        mmu.Memory.Write<uint>(file + 40) = (uint)file;
        PanicAssertions.ShouldPanic(() => mmu.Files.FileGetByTag([2])).Kind.ShouldBe(CorePanicKind.Hang);
    }
}

using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

public class VmInfoTests
{
    private const int Asids = 64;
    private static readonly ulong Context = TestMmu.Context(0);

    [Fact]
    public void There_are_64_even_ASIDs_and_the_lowest_free_one_is_taken()
    {
        var mmu = new TestMmu(MmuBuild.V7);
        TeeResult[] results = [.. Enumerable.Range(0, Asids).Select(i => mmu.Mmu.VmInfoInit(TestMmu.Context(i)))];

        results.ShouldAllBe(r => r == TeeResult.SUCCESS);
        Enumerable.Range(0, Asids).Select(i => Asid(mmu, i)).ShouldBe(Enumerable.Range(1, Asids).Select(i => (uint)i * 2));
        mmu.Mmu.VmInfoInit(TestMmu.Context(Asids)).ShouldBe(TeeResult.GENERIC);
        mmu.Lines.ShouldBe(["D/TC:? 0 Failed to allocate ASID"]);
        Asid(mmu, Asids).ShouldBe(0u);

        mmu.Mmu.VmInfoFinal(TestMmu.Context(40));
        mmu.Mmu.VmInfoFinal(TestMmu.Context(7));
        mmu.Mmu.VmInfoInit(TestMmu.Context(Asids)).ShouldBe(TeeResult.SUCCESS);
        Asid(mmu, Asids).ShouldBe(16u);
    }

    [Fact]
    public void The_end_of_a_context_drops_regions_from_the_head_and_clears_it()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(4);
        mmu.Map(mobj, 4);
        mmu.Mmu.VmUnmap(Context, 0x10_1000, 0x1000);
        mmu.Mobjs.MobjPut(mobj);
        ulong[] regions = [.. mmu.Regions.Select(r => r.Address)];
        mmu.Told.Clear();

        mmu.Mmu.VmInfoFinal(Context);

        mmu.Told.Where(e => e.Kind == TeeEventKind.RegionRemoved).Select(e => e.Object).ShouldBe(regions);
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
        mmu.Memory.ReadBytes(Context, 12).ToArray().ShouldAllBe(b => b == 0);
    }

    [Fact]
    public void Ending_a_context_that_was_not_started_or_has_ended_does_nothing()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Mmu.VmInfoInit(TestMmu.Context(1));

        mmu.Mmu.VmInfoFinal(Context);
        mmu.Mmu.VmInfoFinal(Context);
        mmu.Mmu.VmInfoFinal(TestMmu.Context(5));

        Asid(mmu, 1).ShouldBe(4u);
        mmu.Mmu.VmInfoInit(Context);
        Asid(mmu, 0).ShouldBe(2u);
    }

    [Theory]
    [InlineData("v7")]
    [InlineData("lp64")]
    public void The_kernels_entry_code_is_every_contexts_first_region(string build)
    {
        MmuBuild target = MmuBuild.Named(build);
        var mmu = new TestMmu(target);
        ulong tee = mmu.Mobjs.MobjPhysAlloc(TestMmu.TeeRam, 0x1_0000, 1, BufferAttribute.TeeRam);
        mmu.Mmu.KernelEntry = new KernelEntry(tee, 0x4000, 0x1800);

        mmu.Mmu.VmInfoInit(Context).ShouldBe(TeeResult.SUCCESS);
        mmu.Mmu.VmInfoInit(TestMmu.Context(1)).ShouldBe(TeeResult.SUCCESS);

        RegionInfo region = mmu.Regions.ShouldHaveSingleItem();
        (region.Va, region.Size, region.Offset, region.Mobj, region.Flags).ShouldBe(
            (target.Base, 0x2000UL, 0x4000UL, tee, VmFlags.Permanent));
        (region.Attr & Mattr.ProtMask).ShouldBe(Mattr.Pr | Mattr.Px);
        mmu.Mobjs.Refc(tee).ShouldBe(3u);
        mmu.Map(mmu.Sdp(1), 1).ShouldBe(target.Base + 0x3000, "behind a guard page");
    }

    [Fact]
    public void A_context_whose_entry_code_cannot_be_mapped_gives_its_ASID_back()
    {
        var mmu = new TestMmu(MmuBuild.V7);
        ulong tee = mmu.Mobjs.MobjPhysAlloc(TestMmu.TeeRam, 0x1000, 1, BufferAttribute.TeeRam);
        mmu.Mmu.KernelEntry = new KernelEntry(tee, 0, 0x2000);

        mmu.Mmu.VmInfoInit(Context).ShouldBe(TeeResult.BAD_PARAMETERS);
        Asid(mmu, 0).ShouldBe(0u);
        mmu.LeaveRoomFor(0);
        mmu.Mmu.VmInfoInit(Context).ShouldBe(TeeResult.OUT_OF_MEMORY);

        mmu.Mobjs.Refc(tee).ShouldBe(1u);
        mmu.Mmu.KernelEntry = default;
        mmu.Mmu.VmInfoInit(TestMmu.Context(1)).ShouldBe(TeeResult.SUCCESS);
        Asid(mmu, 1).ShouldBe(2u);
    }

    private static uint Asid(TestMmu mmu, int context) => mmu.Memory.Read<uint>(TestMmu.Context(context) + 8);
}

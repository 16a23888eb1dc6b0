using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tests.Sessions;

public class OpenSessionTests
{
    private const ulong IdField = 16;
    private static readonly Guid Other = new("00000000-0000-0000-0000-000000000001");

    [Fact]
    public void An_id_is_one_more_than_that_of_the_last_in_the_list()
    {
        TestWorld test = TestWorld.Amlogic();
        uint[] ids = [test.Open(TestWorld.Drm), test.Open(TestWorld.Tvp), test.Open(TestWorld.Drm)];

        ids.ShouldBe([1u, 2, 3]);
        test.Close(2).ShouldBe(TeeResult.SUCCESS);
        test.Open(TestWorld.Drm).ShouldBe(4u);
        test.Close(4);
        test.Open(TestWorld.Drm).ShouldBe(4u, "3 is the last in the list again");
        foreach (uint id in new uint[] { 1, 3, 4 }) test.Close(id);
        test.Open(TestWorld.Drm).ShouldBe(1u);
    }

    [Fact]
    public void Ids_wrap_around_0_and_those_in_use()
    {
        TestWorld test = TestWorld.Amlogic();
        test.Open(TestWorld.Drm);
        test.Open(TestWorld.Drm);
        ulong last = test.Told.Last(e => e.Kind == TeeEventKind.Allocated).Address;
        test.World.Memory.Write<uint>(last + IdField) = uint.MaxValue;

        test.Open(TestWorld.Drm).ShouldBe(2u);
    }

    [Fact]
    public void Opening_again_shares_the_context_and_costs_one_session()
    {
        TestWorld test = TestWorld.Amlogic();
        test.Open(TestWorld.Drm);
        uint before = test.World.Heap.Stats.Allocated;

        test.Open(TestWorld.Drm);

        test.World.Contexts.ShouldHaveSingleItem().Sessions.ShouldBe(2u);
        (test.World.Heap.Stats.Allocated - before).ShouldBe(0x78u, "88 bytes and their headers");
    }

    [Theory]
    [InlineData(TaFlags.SingleInstance, TeeResult.BUSY, 1)]
    [InlineData(TaFlags.SingleInstance | TaFlags.MultiSession, TeeResult.SUCCESS, 1)]
    [InlineData(TaFlags.None, TeeResult.SUCCESS, 2)]
    [InlineData(TaFlags.MultiSession, TeeResult.SUCCESS, 2)]
    public void The_flags_say_what_a_second_session_gets(TaFlags flags, TeeResult expected, int contexts)
    {
        TestWorld test = WithTa(flags);
        test.Open(Other);
        uint before = test.World.Heap.Stats.Allocated;

        test.World.OpenSession("process", Other).Result.ShouldBe(expected);

        test.World.Contexts.Count.ShouldBe(contexts);
        if (expected == TeeResult.BUSY) test.World.Heap.Stats.Allocated.ShouldBe(before);
        test.ShouldBeSound();
    }

    [Fact]
    public void An_unknown_TA_is_not_found_and_leaves_nothing()
    {
        TestWorld test = TestWorld.Upstream();

        TeeOutcome outcome = test.World.OpenSession("process", Other);

        // Only the loader finds out, so there is a context for a while, and the loader's pseudo TA stays.
        outcome.ShouldBe(TeeOutcome.Error(TeeResult.ITEM_NOT_FOUND));
        test.World.Contexts.ShouldBeEmpty();
        test.World.Heap.Stats.Allocated.ShouldBe(test.Start + (uint)test.World.Heap.BlockSizeOf(60));
        test.Lines.Where(l => !l.Contains("tee_ta_close_session", StringComparison.Ordinal)).ShouldBe(
        [
            "D/TC:? 0 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA 00000000-0000-0000-0000-000000000001",
            "D/TC:? 0 load_ldelf:704 ldelf load address 0x105000",
            "D/LD:  ldelf:134 Loading TA 00000000-0000-0000-0000-000000000001",
            "D/TC:? 0 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA 3a2f8978-5dc0-11e8-9c2d-fa7ae01bbebc",
            "D/TC:? 0 Open system.pta",
            "D/TC:? 0 system.pta : 3a2f8978-5dc0-11e8-9c2d-fa7ae01bbebc",
            "D/TC:? 0 system_open_ta_binary:256 Lookup user TA ELF 00000000-0000-0000-0000-000000000001 (REE)",
            "D/TC:? 0 system_open_ta_binary:260 res=0xffff0008",
            "E/TC:? 0 ldelf failed with res: 0xffff0008",
            test.Lines.Single(l => l.Contains("Destroy TA ctx", StringComparison.Ordinal)),
            "E/TC:? 0 tee_ta_open_session:728 Failed. Return error 0xffff0008",
        ]);
    }

    [Fact]
    public void A_context_starts_with_the_kernels_entry_code_and_the_TAs_first_regions()
    {
        TestWorld test = TestWorld.Amlogic();

        test.Open(TestWorld.Drm);

        test.World.Mmu.MappingLines(test.World.Contexts[0].UserModeCtx).ShouldBe(
        [
            "region 0: va 0x00100000 pa 0x05304000 size 0x002000 flags ---R-X",
            "region 1: va 0x00103000 pa 0x05580000 size 0x002000 flags rw-RW-",
            "region 2: va 0x00105000 pa 0x05582000 size 0x006000 flags r-x---",
            "region 3: va 0x0010b000 pa 0x05588000 size 0x001000 flags rw-RW-",
            "region 4: va 0x0010c000 pa 0x05589000 size 0x003000 flags rw-RW-",
            "region 5: va 0x0010f000 pa 0x055af000 size 0x001000 flags r--R--",
            "region 6: va 0x00110000 pa 0x0558c000 size 0x009000 flags rw-RW-",
        ]);
    }

    [Fact]
    public void First_regions_may_lie_in_any_RAM_of_the_core()
    {
        TaRegion[] regions =
        [
            new(0x10_3000, 0x0530_8000, 0x1000, Mattr.Pr),
            new(0x20_0000, 0x0511_0000, 0x1000, Mattr.Ur),
        ];
        TestWorld test = TestWorld.Upstream(o => o with { Tas = [new TaDefinition("other", Other, TaFlags.None, regions)] });

        test.Open(Other);

        test.World.Mmu.MappingLines(test.World.Contexts[0].UserModeCtx).Skip(1).ShouldBe(
        [
            " region  1: va 0x00103000 pa 0x05308000 size 0x001000 flags ---R--",
            " region  2: va 0x00200000 pa 0x05110000 size 0x001000 flags r-----",
        ]);
    }

    [Fact]
    public void First_regions_without_a_gap_or_page_tables_fail_and_leave_nothing()
    {
        // Shared memory can't be in the page table of the secure entry code; a span of more than 4 MiB needs more tables than 3.10 has.
        TaRegion near = new(0x10_3000, 0x0510_0000, 0x1000, Mattr.Pr);
        TaRegion far = new(0x60_0000, 0x0558_0000, 0x1000, Mattr.Pr);
        TestWorld test = TestWorld.Upstream(o => o with
        {
            Tas =
            [
                new TaDefinition("near", TestWorld.Drm, TaFlags.None, [near]),
                new TaDefinition("far", TestWorld.Tvp, TaFlags.None, [far]),
            ],
        });

        test.World.OpenSession("process", TestWorld.Drm).Result.ShouldBe(TeeResult.ACCESS_CONFLICT);
        test.World.OpenSession("process", TestWorld.Tvp).Result.ShouldBe(TeeResult.OUT_OF_MEMORY);

        test.World.Heap.Stats.Allocated.ShouldBe(test.Start);
        test.World.Contexts.ShouldBeEmpty();
    }

    [Fact]
    public void The_65th_context_finds_no_ASID()
    {
        TestWorld test = WithTa(TaFlags.None);
        for (int i = 0; i < 64; i++) test.Open(Other);
        uint before = test.World.Heap.Stats.Allocated;

        test.World.OpenSession("process", Other).Result.ShouldBe(TeeResult.GENERIC);

        test.World.Heap.Stats.Allocated.ShouldBe(before);
        test.Close(1);
        test.Open(Other).ShouldBe(65u);
    }

    private static TestWorld WithTa(TaFlags flags) =>
        TestWorld.Amlogic(o => o with { Tas = [new TaDefinition("other", Other, flags, [])] });
}

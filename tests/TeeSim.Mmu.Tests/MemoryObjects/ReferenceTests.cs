using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Panics;

namespace TeeSim.Mmu.Tests.MemoryObjects;

public class ReferenceTests
{
    public static TheoryData<MmuBuild> Builds => [.. MmuBuild.OfAllRules];

    [Theory]
    [MemberData(nameof(Builds))]
    public void The_last_put_frees_the_object(MmuBuild build)
    {
        var mmu = new TestMmu(build);
        ulong mobj = mmu.Sdp(1);

        mmu.Mobjs.MobjGet(mobj).ShouldBe(mobj);
        mmu.Mobjs.Refc(mobj).ShouldBe(2u);
        mmu.Mobjs.MobjPut(mobj);
        mmu.Told.ShouldNotContain(e => e.Kind == TeeEventKind.Freed && e.Address == mobj);
        mmu.Mobjs.MobjPut(mobj);

        mmu.Told[^1].ShouldSatisfyAllConditions(e => e.Kind.ShouldBe(TeeEventKind.Freed), e => e.Address.ShouldBe(mobj));
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
    }

    [Fact]
    public void NULL_may_be_got_and_put()
    {
        var mmu = new TestMmu(MmuBuild.V7);

        mmu.Mobjs.MobjGet(0).ShouldBe(0UL);
        mmu.Mobjs.MobjPut(0);

        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
    }

    [Fact]
    public void Getting_an_object_without_references_panics()
    {
        var mmu = new TestMmu(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Mobjs.MobjPut(mobj);

        Action get = () => mmu.Mobjs.MobjGet(mobj);

        get.ShouldPanic(CorePanicKind.Panic, "Panic 'object without references' at core/include/mm/mobj.h:0 <mobj_get>");
    }

    [Fact]
    public void Putting_an_object_without_references_fails_an_assertion()
    {
        var mmu = new TestMmu(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Mobjs.MobjPut(mobj);

        Action put = () => mmu.Mobjs.MobjPut(mobj);

        put.ShouldPanic(CorePanicKind.Assertion, $"assertion 'refc > 0' failed at core/include/mm/mobj.h:0 <mobj_put>, address 0x{mobj:x}");
    }

    [Fact]
    public void A_call_through_a_damaged_ops_pointer_is_a_data_abort()
    {
        var mmu = new TestMmu(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Memory.Write<uint>(mobj) = 0xdead_beef;

        Action call = () => mmu.Mobjs.GetCattr(mobj, out _);

        call.ShouldPanic(CorePanicKind.DataAbort, "data abort in mobj: call through a damaged ops pointer, address 0xdeadbeef");
    }

    [Fact]
    public void NULL_has_no_attributes_and_is_not_secure()
    {
        var mmu = new TestMmu(MmuBuild.V7);

        mmu.Mobjs.GetCattr(0, out _).ShouldBe(TeeResult.GENERIC);
        mmu.Mobjs.IsSecure(0).ShouldBeFalse();
        mmu.Mobjs.GetPa(0, 0, 0, out _).ShouldBe(TeeResult.GENERIC);
    }
}

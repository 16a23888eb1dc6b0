using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>A driver that is reached through a pseudo TA of its own.</summary>
public class DriverPseudoTaTests
{
    private static readonly PseudoTaIdentity Own = new("own.pta", new Guid("11112222-3333-4444-5555-666677778888"));

    [Fact]
    public void Its_entry_points_run_for_the_session_and_in_no_TAs_context()
    {
        var seen = new List<(ulong, ulong)>();
        TestWorld test = new ScriptedDriver(core => seen.Add((core.CurrentContext, core.CurrentSession))) { PseudoTa = Own }.Boot();
        uint first = test.Open(Own.Uuid);
        uint second = test.Open(Own.Uuid);

        ScriptedDriver.Call(test, first).IsSuccess.ShouldBeTrue();
        ScriptedDriver.Call(test, second).IsSuccess.ShouldBeTrue();
        ScriptedDriver.Call(test, first).IsSuccess.ShouldBeTrue();

        seen.Select(s => s.Item1).ShouldBe([0UL, 0UL, 0UL]);
        seen[0].Item2.ShouldBe(seen[2].Item2);
        seen[0].Item2.ShouldNotBe(seen[1].Item2);
        seen.ShouldAllBe(s => test.World.Heap.Describe(s.Item2).Size > 0);
        test.Lines.ShouldContain(line => line.EndsWith("Open own.pta", StringComparison.Ordinal));
    }

    [Fact]
    public void From_a_TA_they_run_in_the_TA()
    {
        ulong context = 0;
        TestWorld test = new ScriptedDriver(core => context = core.CurrentContext) { PseudoTa = Own }.Boot();
        uint session = test.Open(TestWorld.Drm);

        ScriptedDriver.Call(test, session).IsSuccess.ShouldBeTrue();

        context.ShouldBe(test.World.Contexts.ShouldHaveSingleItem().UserModeCtx);
    }

    [Fact]
    public void The_end_of_a_session_on_it_is_told_without_a_context()
    {
        var told = new List<(ulong Context, ulong Session, ulong Current, ulong CurrentSession)>();
        ulong called = 0;
        TestWorld test = new ScriptedDriver(core => called = core.CurrentSession)
        {
            PseudoTa = Own,
            OnSessionEnd = (core, context, session) => told.Add((context, session, core.CurrentContext, core.CurrentSession)),
        }.Boot();
        uint session = test.Open(Own.Uuid);
        ScriptedDriver.Call(test, session);

        test.Close(session).ShouldBe(TeeResult.SUCCESS);

        told.ShouldBe([(0UL, called, 0UL, called)]);
        ScriptedDriver.Call(test, session).Result.ShouldBe(TeeResult.BAD_PARAMETERS);
    }

    [Fact]
    public void Also_when_a_TA_has_opened_it()
    {
        var told = new List<ulong>();
        TestWorld test = new ScriptedDriver(_ => { }) { PseudoTa = Own, OnSessionEnd = (_, context, _) => told.Add(context) }.Boot();
        uint session = test.Open(TestWorld.Drm);
        uint inner = (uint)test.World.OpenSessionFromTa("process", session, new OpenSessionRequest(Own.Uuid)).Value;

        test.World.CloseSessionFromTa("process", session, inner).Result.ShouldBe(TeeResult.SUCCESS);

        told.ShouldBe([0UL]);
    }

    [Fact]
    public void Without_one_there_is_no_such_TA() =>
        new ScriptedDriver(_ => { }).Boot().World.OpenSession("p", Own.Uuid).Result.ShouldBe(TeeResult.ITEM_NOT_FOUND);
}

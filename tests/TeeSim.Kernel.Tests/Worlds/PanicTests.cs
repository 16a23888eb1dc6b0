using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Panics;

namespace TeeSim.Kernel.Tests.Worlds;

/// <summary>A core panic is an outcome; afterwards nothing answers any more.</summary>
public class PanicTests
{
    [Fact]
    public void A_panic_is_the_outcome_an_event_and_a_line_of_the_log()
    {
        (TestWorld test, ulong session) = Damaged();

        TeeOutcome outcome = test.World.MdbgCheck("shell", print: false);

        CorePanicException panic = outcome.Panic.ShouldNotBeNull();
        outcome.IsSuccess.ShouldBeFalse();
        test.World.Panic.ShouldBeSameAs(panic);
        panic.Kind.ShouldBe(CorePanicKind.Assertion);
        TeeEvent told = test.Told[^1];
        (told.Kind, told.Address, told.Stamp.Process).ShouldBe((TeeEventKind.Panicked, panic.Address, "shell"));
        test.Lines[^1].ShouldBe(
            $"E/TC:? 0 assertion '{panic.What}' failed at lib/libutils/isoc/bget_malloc.c:536 <assert_header>");
        session.ShouldNotBe(0UL);
    }

    [Fact]
    public void Nothing_answers_afterwards()
    {
        (TestWorld test, _) = Damaged();
        CorePanicException? panic = test.World.MdbgCheck("shell", print: false).Panic;
        int lines = test.Lines.Count;
        int told = test.Told.Count;
        long time = test.World.Microseconds;
        var dead = new TeeOutcome(TeeResult.GENERIC, 0, panic);

        test.World.OpenSession("p", TestWorld.Drm).ShouldBe(dead);
        test.World.CloseSession("p", 1).ShouldBe(dead);
        test.World.Invoke("p", 1, _ => throw new InvalidOperationException("nobody is called")).ShouldBe(dead);
        test.World.MdbgCheck("p", print: true).ShouldBe(dead);
        test.World.PrintMappings("p", TestWorld.Drm).ShouldBe(dead);

        (test.Lines.Count, test.Told.Count, test.World.Microseconds).ShouldBe((lines, told, time));
    }

    [Fact]
    public void What_was_can_still_be_looked_at()
    {
        (TestWorld test, _) = Damaged();
        test.World.MdbgCheck("shell", print: false);

        test.World.Contexts.ShouldHaveSingleItem().Uuid.ShouldBe(TestWorld.Drm);
        test.World.Heap.Validate().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_data_abort_names_the_address()
    {
        TestWorld test = TestWorld.Upstream();
        uint session = test.Open(TestWorld.Drm);
        ulong region = test.RegionsOf(TestWorld.Drm)[0].Address;
        test.World.Memory.Write<uint>(region) = 0xdead_bee0;

        test.World.CloseSession("p", session).Panic!.Kind.ShouldBe(CorePanicKind.DataAbort);

        test.Lines[^1].ShouldBe("E/TC:? 0 Core data-abort at address 0xdeadbee0");
    }

    /// <summary>A world in which a session's debug header was overwritten.</summary>
    private static (TestWorld Test, ulong Session) Damaged()
    {
        TestWorld test = TestWorld.Upstream();
        test.Open(TestWorld.Drm);
        ulong session = test.FirstOf("tee_ta_init_session");
        test.World.Memory.Write<uint>(session - 4) = 0;
        return (test, session);
    }
}

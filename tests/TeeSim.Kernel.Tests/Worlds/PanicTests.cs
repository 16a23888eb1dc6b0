using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Panics;
using TeeSim.Kernel.Tvp;

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
        ShouldEndWithAStackBehind(test, $"E/TC:? 0 assertion '{panic.What}' failed at lib/libutils/isoc/bget_malloc.c:536 <assert_header>");
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
        test.World.Map("p", 1, TestWorld.Input, TestWorld.Page).ShouldBe(dead);
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

        ShouldEndWithAStackBehind(test, "E/TC:? 0 Core data-abort at address 0xdeadbee0");
    }

    // The stack is printed raw, one return address a line, behind the address that they are relative to.
    private static void ShouldEndWithAStackBehind(TestWorld test, string line)
    {
        string[] behind = [.. test.Lines.SkipWhile(l => l != line)];
        behind.Length.ShouldBeGreaterThan(4, string.Join('\n', test.Lines));
        behind[1..3].ShouldBe(["E/TC:? 0 TEE load address @ 0x32e73000", "E/TC:? 0 Call stack:"]);
        behind[3..].ShouldAllBe(
            l => l.StartsWith("E/TC:? 0  0x32e", StringComparison.Ordinal) && l.Length == "E/TC:? 0  0x32e7b000".Length);
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

using FsCheck;
using FsCheck.Fluent;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Testing.Tests.CallOrderings;

public class OrderingTests
{
    private static readonly ScenarioUnderTest Switch = ScenarioUnderTest.Load("Files/scripts/switch.tee");

    [Fact]
    public void An_ordering_prints_as_the_line_that_makes_it_again_and_as_a_script() =>
        Ordering.Parse(Switch, "329ba97b-ababab").ToString().ShouldBe("""
            teesim run Files/scripts/switch.tee --schedule 329ba97b-ababab
            target amlogic-3.9-arm32
            vdec   0x5a000000 + 8M

            ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
            ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session

            input   t  = open_session(tvp)
            player  s  = open_session(drm)
            input   ch = open_channel(t, 0x5a300000 + 1M, bind: drm)
            player  va = map(s, 0x5a399000, 0x1000)
            input   close_channel(ch)
            player  unmap(s, 0x5a399000, 0x1000) -> ITEM_NOT_FOUND

            """);

    [Fact]
    public void It_runs_in_its_own_order()
    {
        Should.Throw<TeeAssertException>(() => Ordering.Parse(Switch, "329ba97b-ababab").Run().ShouldHaveNoLeak()).Message
            .ShouldStartWith("Files/scripts/switch.tee leaks 2 blocks, 60 bytes\n");
        Ordering.AsWritten(Switch).Run().ShouldHaveNoLeak();
    }

    [Fact]
    public void The_order_as_written_gives_what_a_run_gives()
    {
        RunReport written = Switch.Run();
        RunReport ordered = Ordering.AsWritten(Switch).Run();

        ordered.Heap.ShouldBe(written.Heap);
        ordered.Passed.ShouldBe(written.Passed);
    }

    [Theory]
    [InlineData("329ba97b-ababab", 5)]
    [InlineData("329ba97b-b2a2ba", 3)]
    [InlineData("329ba97b-2a3ba", 2)]
    public void Context_switches_are_counted(string schedule, int switches) =>
        Ordering.Parse(Switch, schedule).ContextSwitches.ShouldBe(switches);

    [Fact]
    public void A_schedule_of_another_script_is_refused() => Should.Throw<TeeAssertException>(() => Ordering.Parse(Switch, "1c0ffee5-ab"))
        .Message.ShouldBe("the schedule '1c0ffee5-ab' belongs to another script, or this one has been changed since; explore it again");

    [Fact]
    public void A_failing_property_shows_seed_schedule_and_script()
    {
        // With this seed the first that leaks is not the smallest one.
        Config config = Config.QuickThrowOnFailure.WithReplay(17005553900329788030, 6586842372517108685);

        string message =
            Should.Throw<Exception>(() => Prop.ForAll(Orderings.Of(Switch), o => o.Run().ShouldHaveNoLeak()).Check(config)).Message;

        message.ShouldMatch(@"^Falsifiable, after \d+ tests? \(\d+ shrinks?\) \(\d+,\d+\)");
        string shrunk = message[message.IndexOf("Shrunk:", StringComparison.Ordinal)..];
        shrunk.ShouldContain("teesim run Files/scripts/switch.tee --schedule 329ba97b-ababab\ntarget amlogic-3.9-arm32\n");
        shrunk.ShouldContain("\ninput   close_channel(ch)\nplayer  unmap(s, 0x5a399000, 0x1000) -> ITEM_NOT_FOUND\n");
        shrunk.ShouldContain("Files/scripts/switch.tee leaks 2 blocks, 60 bytes");
    }
}

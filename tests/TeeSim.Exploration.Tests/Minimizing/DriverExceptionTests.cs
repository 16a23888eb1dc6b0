using System.Globalization;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Fuzzing;
using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Tests.Fuzzing;
using TeeSim.Kernel.Drivers;
using TeeSim.PlantedDrivers.Streams;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Tests.Minimizing;

/// <summary>
/// An exception of a driver is a failure like others: by its type and its place it is told from others, and not by its message.
/// </summary>
public sealed class DriverExceptionTests
{
    private const string Calls = """
        other   o  = open_session(tvp)
        player  s  = open_session(drm)
        player  st = begin(s, 64)
        player  feed(st, 100)
        other   ot = begin(o, 64)
        player  feed(st, 9000) -> BAD_PARAMETERS
        other   close_session(o)

        """;

    private static readonly StreamFactory Full = new()
    {
        Throws = bytes =>
            bytes > 1000 ? new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"no room for {bytes} bytes")) : null,
    };

    [Fact]
    public void The_calls_are_left_that_make_the_driver_throw()
    {
        MinimizedScript script = Scripts.Minimize(Scripts.Head + Calls, Full);
        script.Failure.Kind.ShouldBe(FailureKind.DriverException);
        script.Sentence.ShouldMatch(
            @"^driver 'streams' threw InvalidOperationException in feed \(StreamDriver\.cs:\d+\): no room for 1001 bytes$");
        script.Text.ShouldStartWith($"# {script.Sentence}\n");
        Scripts.LinesOf(script.Text).ShouldBe(["player  s  = open_session(drm)", "player  st = begin(s, 16)", "player  feed(st, 1001)"]);
        (script.IsComplete, script.IsConfirmed).ShouldBe((true, true));
        Fault(script.Text, Full).Message.ShouldBe(script.Sentence);
    }

    [Fact]
    public void So_they_are_of_an_order_that_explore_has_printed()
    {
        CallProgram program = Explorer.Compile(Scripts.Parse(Scripts.Head + Calls, Full), rounds: null, out _)!;
        Schedule schedule = Schedule.Parse($"{Schedule.CheckOf(program)}-a2b2ab", program, out string? wrong).ShouldNotBeNull(wrong);
        // The feed that throws comes last in it, and what is behind it was never made.
        var all = new Schedule([.. schedule.Choices, new Alternative(1, AlternativeKind.Call)]);
        MinimizedScript script = Minimizer.Minimize(program, all, out Diagnostic? problem).ShouldNotBeNull($"{problem}");
        script.Failure.Kind.ShouldBe(FailureKind.DriverException);
        Scripts.LinesOf(script.Text)[^1].ShouldEndWith("  feed(st, 1001)");
    }

    [Fact]
    public void An_exception_of_another_type_is_another_failure()
    {
        var driver = new StreamFactory
        {
            Throws = bytes =>
                bytes > 2000 ? new ArgumentException("far too much") : bytes > 1000 ? new InvalidOperationException("too much") : null,
        };
        MinimizedScript script = Scripts.Minimize(Scripts.Head + Calls, driver);
        script.Sentence.ShouldEndWith(": far too much");
        Scripts.LinesOf(script.Text)[^1].ShouldBe("player  feed(st, 2001)");
    }

    [Fact]
    public void One_that_comes_when_things_are_taken_back_needs_no_call_that_takes_them_back()
    {
        var driver =
            new StreamFactory { ThrowsAtTheEnd = streams => streams > 0 ? new InvalidOperationException($"{streams} left") : null };
        MinimizedScript script = Scripts.Minimize(
            $"{Scripts.Head}player  s  = open_session(drm)\nplayer  hold(16, x.c:1)\nplayer  st = begin(s, 64)\nplayer  finish(st)\n"
            + "player  st = begin(s, 64)\nplayer  die()\n",
            driver);
        script.Sentence.ShouldMatch(@"^driver 'streams' threw InvalidOperationException in session_ends \(StreamDriver\.cs:\d+\): 1 left$");
        Scripts.LinesOf(script.Text).ShouldBe(["player  s  = open_session(drm)", "player  st = begin(s, 16)", "player  die()"]);
        script.IsConfirmed.ShouldBeTrue();
    }

    [Fact]
    public void One_that_an_expectation_asks_for_keeps_the_expectation()
    {
        var driver = new StreamFactory { ThrowsWhenAsked = streams => streams > 0 ? new InvalidOperationException("who asks?") : null };
        MinimizedScript script = Scripts.Minimize(
            $"{Scripts.Head}player  s  = open_session(drm)\nplayer  t  = open_session(tvp)\nplayer  st = begin(s, 64)\n"
            + "expect streams == 1\nplayer  finish(st)\n",
            driver);
        script.Sentence.ShouldEndWith(": who asks?");
        script.Text.ShouldEndWith("player  s  = open_session(drm)\nplayer  st = begin(s, 16)\nexpect streams == 1\n");
        script.IsConfirmed.ShouldBeTrue();
    }

    [Fact]
    public void Fuzz_finds_it_once_whatever_its_message_says()
    {
        var driver = new StreamFactory { Throws = Full.Throws };
        FoundFailure found = Fuzzer.Run(SharedRuns.Incident with { Driver = driver, Runs = 400 }).Failures
            .Where(f => f.Script.Failure.Thrown is not null)
            .ShouldHaveSingleItem();
        found.FileName.ShouldMatch(@"^driver_exception-feed-StreamDriver\.cs-\d+$");
        found.Script.IsConfirmed.ShouldBeTrue();
        // Known with one message it is known with all.
        Scenario known = Scripts.Parse(Scripts.Head + Calls, driver);
        FuzzReport again = Fuzzer.Run(SharedRuns.Incident with { Driver = driver, Runs = 400, Corpus = [known] });
        again.Failures.ShouldNotContain(f => f.Script.Failure.Thrown != null);
        again.Known.ShouldBe(1);
    }

    private static DriverFaultException Fault(string text, IDriverFactory driver) =>
        Should.Throw<DriverProblemException>(() => ScenarioRunner.Run(Scripts.Parse(text, driver), new RunOptions())).Fault
            .ShouldNotBeNull();
}

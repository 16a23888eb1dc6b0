using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Tests.Schedules;

public sealed class ScheduleTests
{
    private readonly CallProgram _program = Explorations.Compile(Explorations.Switch);

    private string Check => Schedule.CheckOf(_program);

    [Fact]
    public void A_schedule_is_short_and_comes_back_as_it_was()
    {
        var schedule = new Schedule([
            new(0, AlternativeKind.Call),
            new(0, AlternativeKind.Call),
            new(1, AlternativeKind.FailAllocation, 12),
            new(1, AlternativeKind.TaPanic),
            new(1, AlternativeKind.Kill),
            new(0, AlternativeKind.Call),
        ]);
        string text = schedule.Print(_program);
        text.ShouldBe($"{Check}-2abF12.bPbKa");
        Schedule.Parse(text, _program, out string? problem)!.Choices.ShouldBe(schedule.Choices);
        problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("-3a", "the schedule's character 10: input has to wait for another process first")]
    [InlineData("-c", "the schedule's character 10: found 'c' where a process is expected; there are a for input and b for player")]
    [InlineData("-2", "the schedule's character 10: found the end where a process is expected; there are a for input and b for player")]
    [InlineData("-aKa", "the schedule's character 12: input is dead and can't go on")]
    [InlineData("-aFa", "the schedule's character 12: found no number with a full stop behind F, the allocation that fails, as in F2.")]
    [InlineData("-0a", "the schedule's character 10: found 0 where a number of times is expected")]
    [InlineData("-99999999999999999999a", "the schedule's character 10: input has to wait for another process first")]
    public void What_is_wrong_with_a_schedule_is_said_with_its_place(string body, string sentence)
    {
        Schedule.Parse(Check + body, _program, out string? problem).ShouldBeNull();
        problem.ShouldBe(sentence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("1234567-a")]
    [InlineData("1234567G-a")]
    public void What_is_no_schedule_is_told_how_one_looks(string text)
    {
        Schedule.Parse(text, _program, out string? problem).ShouldBeNull();
        problem.ShouldBe($"found '{text}' where a schedule is expected, such as 1c0ffee5-2a3b; copy it from the line that explore prints");
    }

    [Fact]
    public void A_schedule_knows_its_script()
    {
        Schedule.Parse("00000000-ab", _program, out string? problem).ShouldBeNull();
        problem.ShouldBe("the schedule '00000000-ab' belongs to another script, or this one has been changed since; explore it again");
        // Comments, blank lines and the driver are no part of what a script does.
        Schedule.CheckOf(Explorations.Compile("# a comment\n\n" + Explorations.Switch, "deferred-close")).ShouldBe(Check);
        Schedule.CheckOf(Explorations.Compile(Explorations.Switch.Replace("0x1000", "0x2000", StringComparison.Ordinal)))
            .ShouldNotBe(Check);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Every_example_shows_its_failure_when_it_is_run_again_as_a_script(bool kill, bool panics)
    {
        ExplorationReport report = Explorer.Explore(
            _program, new SearchOptions { Workers = 1, Kill = kill, TaPanics = panics }, cancel: TestContext.Current.CancellationToken);
        report.Failures.ShouldNotBeEmpty();
        foreach (FailureExample example in report.Failures)
        {
            Schedule schedule = Schedule.Parse(example.Schedule, _program, out _)!;
            Script script = ScheduledScript.Of(_program, schedule);
            // What is printed is what somebody would run.
            Scenario printed = Scenario.Parse("x.tee", ScriptPrinter.Print(script), out var diagnostics)!;
            diagnostics.ShouldBeEmpty();
            RunReport run = ScenarioRunner.Run(printed, new RunOptions());
            run.Leaks.Select(l => (l.Bytes, l.Class)).ShouldBe(example.Leaks.Select(l => (l.Bytes, l.Class)));
        }
    }
}

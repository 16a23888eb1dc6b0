using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Fuzzing;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Tests.Fuzzing;

public sealed class FuzzerTests
{
    private static readonly FuzzOptions Device = new() { Target = "amlogic-3.9-arm32" };

    [Fact]
    public void The_leak_of_the_channel_switch_is_found_from_the_list_of_calls_alone()
    {
        FuzzReport report = SharedRuns.With("shipped");
        FoundFailure leak =
            report.Failures.Where(f => f.Script.Failure is { Kind: FailureKind.Leak, Call: "close_channel" }).ShouldHaveSingleItem();
        leak.Script.CallsAfter.ShouldBeLessThanOrEqualTo(6);
        leak.Script.IsConfirmed.ShouldBeTrue();
    }

    [Fact]
    public void The_same_seed_finds_the_same_and_another_one_makes_other_calls()
    {
        string[] first = [.. SharedRuns.With("shipped").Failures.Select(f => f.Script.Text)];
        first.ShouldNotBeEmpty();
        Fuzzer.Run(SharedRuns.Incident).Failures.Select(f => f.Script.Text).ShouldBe(first);
        Fuzzer.ScriptOf(Device, 7).ShouldNotBe(Fuzzer.ScriptOf(Device with { Seed = 2 }, 7));
    }

    [Fact]
    public void Every_run_is_a_script_that_is_right_and_prints_as_it_is_written()
    {
        for (long run = 1; run <= 300; run++)
        {
            string text = Fuzzer.ScriptOf(Device, run);
            Scenario? scenario = Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics);
            diagnostics.ShouldBeEmpty(text);
            ScriptPrinter.Print(scenario!.Script).ShouldBe(text);
        }
    }
}

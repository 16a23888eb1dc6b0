using FsCheck.Xunit;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Fuzzing;
using TeeSim.Exploration.Minimizing;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Tests.Fuzzing;

public sealed class GeneratedScriptTests
{
    private static readonly FuzzOptions Options = new() { Target = "amlogic-3.9-arm32", Processes = 4, Calls = 60 };

    [Property(MaxTest = 100)]
    public void Whatever_is_made_up_is_a_right_script_that_prints_as_it_was_printed(ulong seed, uint run)
    {
        string text = Fuzzer.ScriptOf(Options with { Seed = seed }, run);
        Scenario? scenario = Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics);
        diagnostics.ShouldBeEmpty(text);
        ScriptPrinter.Print(scenario!.Script).ShouldBe(text);
    }

    [Property(MaxTest = 50)]
    public void Each_call_returns_when_it_is_run_what_stands_behind_its_arrow(ulong seed, uint run)
    {
        string text = Fuzzer.ScriptOf(Options with { Seed = seed }, run);
        RunReport report = ScenarioRunner.Run(Scenario.Parse("x.tee", text, out _)!, new RunOptions());
        report.Findings.Where(f => f.Kind == FailureKind.WrongResult).ShouldBeEmpty(text);
        (report.Panic?.Expected ?? true).ShouldBeTrue(text);
    }

    [Property(MaxTest = 30)]
    public void A_changed_seed_is_a_right_script_too(ulong seed, uint run)
    {
        Scenario one = Scenario.Parse("x.tee", Fuzzer.ScriptOf(Options with { Seed = seed }, run), out _)!;
        string text = Fuzzer.ScriptOf(Options with { Seed = seed, Corpus = [one] }, run);
        Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics);
        diagnostics.ShouldBeEmpty(text);
    }

    [Property(MaxTest = 10)]
    public void What_is_minimised_fails_as_before_and_does_not_get_shorter_a_second_time(ulong seed)
    {
        foreach (FoundFailure found in Fuzzer.Run(Options with { Seed = seed, Runs = 60 }).Failures)
        {
            MinimizedScript? again = Minimizer.Minimize(Scenario.Parse("x.tee", found.Script.Text, out _)!, out Diagnostic? problem);
            problem.ShouldBeNull(found.Script.Text);
            again!.Failure.Kind.ShouldBe(found.Script.Failure.Kind, found.Script.Text);
            again.CallsAfter.ShouldBeLessThanOrEqualTo(found.Script.CallsAfter, found.Script.Text);
        }
    }
}

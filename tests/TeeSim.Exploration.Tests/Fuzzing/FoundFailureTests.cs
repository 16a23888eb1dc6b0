using TeeSim.Exploration.Fuzzing;
using TeeSim.Exploration.Tests.Minimizing;
using TeeSim.Kernel.Tvp;
using TeeSim.PlantedDrivers.Streams;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Tests.Fuzzing;

public sealed class FoundFailureTests
{
    private static FuzzOptions Incident => SharedRuns.Incident;

    [Fact]
    public void A_driver_that_unmaps_on_close_is_seen_to_panic()
    {
        FuzzReport report = Fuzzer.Run(Incident with { Driver = TvpDrivers.Find("close-unmaps"), Seed = 3, Runs = 2_000 });
        FoundFailure found = report.Failures.Single(f => f.Script.Failure is { Kind: FailureKind.CorePanic } failure
            && failure.What.Contains("<vm_unmap>", StringComparison.Ordinal));
        report.Failures.ShouldNotContain(f => f.Script.Failure.Call == "close_channel" && f.Script.Failure.Kind == FailureKind.Leak);
        found.Script.Text.ShouldContain("\ndriver close-unmaps\n");
        RunReport run = Scripts.Run(found.Script.Text);
        run.Driver.ShouldBe("close-unmaps");
        run.Panic.ShouldNotBeNull().Message.ShouldContain("the context is the current one");
    }

    [Theory]
    [InlineData("close-refuses")]
    [InlineData("deferred-close")]
    public void With_a_fix_that_holds_the_incident_is_not_found(string driver) =>
        SharedRuns.With(driver).Failures.ShouldNotContain(f => f.Script.Failure.Call == "close_channel");

    [Fact]
    public void A_run_depends_on_seed_and_number_only()
    {
        // In the search it comes behind thousands of others, with failures minimised in between.
        FoundFailure found = SharedRuns.With("shipped").Failures.Single(f => f.FileName == "leak-close_channel-mobj.c-168");
        string script = Fuzzer.ScriptOf(Incident with { Runs = 1 }, found.Run);
        Scripts.Run(script).Leaks.ShouldContain(l => l.Guilty.Call.Contains(": close_channel(", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_script_that_is_found_fails_in_the_same_way_when_it_is_run()
    {
        FoundFailure[] all = [.. ((string[])["shipped", "close-refuses", "deferred-close", "deferred-close-and-reaper"])
            .SelectMany(driver => SharedRuns.With(driver).Failures)];
        all.Length.ShouldBeGreaterThan(2);
        foreach (FoundFailure found in all)
        {
            found.Script.IsConfirmed.ShouldBeTrue(found.Script.Text);
            Scripts.Run(found.Script.Text).Passed.ShouldBeFalse(found.Script.Text);
            Scripts.Minimize(found.Script.Text).Failure.Kind.ShouldBe(found.Script.Failure.Kind, found.Script.Text);
        }
    }

    [Fact]
    public void A_call_that_never_returns_because_of_OP_TEE_itself_is_named_apart_and_is_no_failure()
    {
        FuzzReport report = SharedRuns.With("shipped");
        report.OfOpTee.ShouldContain("opening a session on a panicked context that is still listed");
        FoundFailure[] found = [.. report.Failures];
        found.ShouldNotContain(f => f.Script.Failure.Kind == FailureKind.Hang);
        found.ShouldAllBe(f => !f.Script.Text.Contains("-> hangs", StringComparison.Ordinal));
    }

    [Fact]
    public void A_closed_channel_that_waits_for_its_last_unmap_is_not_out_of_reach() =>
        SharedRuns.With("deferred-close-and-reaper").Failures.ShouldNotContain(f => f.Script.Failure.Kind == FailureKind.Unreachable);

    [Fact]
    public void A_script_names_the_driver_that_it_was_found_with_also_where_the_shipped_one_fails_as_well()
    {
        FoundFailure[] found = [.. SharedRuns.With("close-refuses").Failures];
        found.ShouldNotBeEmpty();
        found.ShouldAllBe(f => f.Script.Text.Contains("\ndriver close-refuses\n", StringComparison.Ordinal));
    }

    [Fact]
    public void A_handle_that_nobody_can_close_is_called_what_the_driver_calls_it()
    {
        FoundFailure found = Fuzzer.Run(Incident with { Driver = new StreamFactory(), Runs = 200 }).Failures
            .First(f => f.Script.Failure.Kind == FailureKind.Unreachable);
        found.FileName.ShouldBe("unreachable_stream");
        found.Script.Sentence.ShouldStartWith("a stream is still open that nobody will ever close");
    }

    [Fact]
    public void What_is_known_is_not_made_sure_of_again_and_again()
    {
        // To find out whether something is kept on purpose takes worlds of their own, and most random runs leave a stream behind.
        var driver = new StreamFactory();
        Fuzzer.Run(Incident with { Driver = driver, Runs = 200 });
        int ofFailures = driver.Created;
        Fuzzer.Run(Incident with { Driver = driver, Runs = 1_000 });
        (driver.Created - ofFailures).ShouldBeLessThan(ofFailures + 200);
    }

    [Fact]
    public void A_driver_that_throws_is_shown_by_a_run_of_the_script()
    {
        var driver = new StreamFactory { Throws = bytes => bytes > 100 ? new InvalidOperationException("no such feed") : null };
        FoundFailure found = Fuzzer.Run(Incident with { Driver = driver, Runs = 200 }).Failures
            .Single(f => f.Script.Failure.Kind == FailureKind.DriverException);
        found.Script.Sentence.ShouldStartWith("driver 'streams' threw InvalidOperationException in feed (StreamDriver.cs:");
        found.Script.IsConfirmed.ShouldBeTrue();
        Scripts.LinesOf(found.Script.Text)[^1].ShouldEndWith("  feed(st, 101)");
        Scenario scenario = Scenario.Parse("x.tee", found.Script.Text, out _, driver: driver)!;
        Should.Throw<DriverProblemException>(() => ScenarioRunner.Run(scenario, new RunOptions())).Fault!.Message
            .ShouldBe(found.Script.Sentence);
    }

    [Fact]
    public void It_ends_when_it_is_told_to()
    {
        FuzzReport report = Fuzzer.Run(Incident, stops: (runs, _) => runs == 100);
        (report.Runs, report.Stopped).ShouldBe((100, true));
    }

    [Theory]
    [InlineData("optee-3.10-arm32")]
    [InlineData("optee-3.10-arm64")]
    [InlineData("optee-4.10-arm32")]
    [InlineData("optee-4.10-arm64")]
    public void Other_targets_have_the_incident_too(string target)
    {
        bool found = false;
        Fuzzer.Run(
            Incident with { Target = target, Runs = 5_000 },
            failure => found |= failure.Script.Failure is { Kind: FailureKind.Leak, Call: "close_channel" },
            (_, _) => found);
        found.ShouldBeTrue();
    }
}

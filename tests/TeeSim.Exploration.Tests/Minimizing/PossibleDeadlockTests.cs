using TeeSim.Exploration.Fuzzing;
using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Kernel.Drivers;
using TeeSim.PlantedBugs;
using TeeSim.PlantedDrivers.Locks;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Tests.Minimizing;

/// <summary>Mutexes that are taken in a circle are the same failure for all who look.</summary>
public sealed class PossibleDeadlockTests
{
    private const string ThreeTas = "three-tas";

    [Fact]
    public void Of_two_mutexes_in_opposite_orders_two_calls_are_left()
    {
        MinimizedScript script = Scripts.Minimize(Script(), new OppositeLockOrderFactory());
        script.Failure.Kind.ShouldBe(FailureKind.PossibleDeadlock);
        Scripts.LinesOf(script.Text).Select(NameOf).ShouldBe(["open_session", "open_channel", "close_channel"], script.Text);
        script.Text.ShouldStartWith($"# possible deadlock: {script.Failure.What}\n");
        (script.IsComplete, script.IsConfirmed).ShouldBe((true, true));
        Circles(script.Text, new OppositeLockOrderFactory()).ShouldBe([script.Failure.What]);
    }

    [Fact]
    public void Of_a_circle_of_three_mutexes_three_calls_are_left()
    {
        MinimizedScript script = Scripts.Minimize(Script(), new CircleOfThreeLocksFactory());
        Scripts.LinesOf(script.Text).Select(NameOf).ShouldBe(["open_session", "open_channel", "map", "close_channel"], script.Text);
        Circles(script.Text, new CircleOfThreeLocksFactory()).ShouldBe([script.Failure.What]);
    }

    [Fact]
    public void A_circle_that_only_the_end_closes_is_kept_as_well()
    {
        string text = Script()[..Script().IndexOf("a  ava", StringComparison.Ordinal)];
        MinimizedScript script = Scripts.Minimize(text, new OppositeLockOrderFactory());
        Scripts.LinesOf(script.Text).Select(NameOf).ShouldBe(["open_session", "open_channel"], script.Text);
        Circles(script.Text, new OppositeLockOrderFactory()).ShouldBe([script.Failure.What]);
    }

    [Fact]
    public void It_is_graver_than_a_wrong_result()
    {
        string text = Script().Replace("a  unmap(as, 0x5a100000, 0x1000)", "a  unmap(as, 0x5a100000, 0x1000) -> ITEM_NOT_FOUND", StringComparison.Ordinal);
        Scripts.Minimize(text, new OppositeLockOrderFactory()).Failure.Kind.ShouldBe(FailureKind.PossibleDeadlock);
    }

    [Theory]
    [InlineData("opposite-lock-order")]
    [InlineData("circle-of-three-locks")]
    [InlineData("gated-lock-order")]
    public void Run_explore_and_fuzz_say_the_same(string name)
    {
        IDriverFactory driver = name switch
        {
            "opposite-lock-order" => new OppositeLockOrderFactory(),
            "circle-of-three-locks" => new CircleOfThreeLocksFactory(),
            _ => new GatedLockOrderFactory(),
        };
        string[] circles = [.. Circles(Script(), driver)];
        circles.Length.ShouldBe(name == "gated-lock-order" ? 0 : 1);
        CallProgram program = Explorer.Compile(Scripts.Parse(Script(), driver), rounds: 1, out _)!;
        ExplorationReport explored = Explorer.Explore(program, new SearchOptions { Workers = 1, Transitions = 5_000 }, cancel: TestContext.Current.CancellationToken);
        explored.LockOrders.ShouldBe(circles);
        FuzzReport fuzzed = Fuzzer.Run(new FuzzOptions { Target = PlantedScripts.Arm32, Driver = driver, Runs = 1_500 });
        FoundFailure[] found = [.. fuzzed.Failures.Where(f => f.Script.Failure.Kind == FailureKind.PossibleDeadlock)];
        // Random calls also find circles that the script has no calls for.
        circles.ShouldBeSubsetOf(found.Select(f => f.Script.Failure.What));
        if (circles.Length == 0) found.ShouldBeEmpty();
        foreach (FoundFailure failure in found)
        {
            failure.FileName.ShouldStartWith("possible_deadlock-");
            // Who takes which mutex: all of them, and nobody else.
            failure.FileName.Split('-')[1..].ShouldAllBe(entry => failure.Script.Failure.What.Contains(entry, StringComparison.Ordinal));
            failure.FileName.Split('-').Length.ShouldBeGreaterThan(2, failure.Script.Failure.What);
            failure.Script.IsConfirmed.ShouldBeTrue();
            Circles(failure.Script.Text, driver).ShouldContain(failure.Script.Failure.What);
        }
    }

    private static string Script() => PlantedScripts.Read(ThreeTas);

    private static string NameOf(string line) => line[..line.IndexOf('(', StringComparison.Ordinal)].Split(' ')[^1];

    private static IReadOnlyList<string> Circles(string text, IDriverFactory driver) => ScenarioRunner.Run(Scripts.Parse(text, driver), new RunOptions()).LockOrders;
}

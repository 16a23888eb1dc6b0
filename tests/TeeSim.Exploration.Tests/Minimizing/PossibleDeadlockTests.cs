using TeeSim.Exploration.Fuzzing;
using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Kernel.Drivers;
using TeeSim.PlantedBugs;
using TeeSim.PlantedDrivers.Locks;
using TeeSim.PlantedDrivers.Streams;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Tests.Minimizing;

/// <summary>Mutexes that are taken in a circle are the same failure for all who look.</summary>
public sealed class PossibleDeadlockTests
{
    private const string ThreeTas = "three-tas";
    private const string Fed = Scripts.Head + "player  s  = open_session(drm)\nplayer  st = begin(s, 16)\nplayer  feed(st, 1)\n";

    [Fact]
    public void Of_two_mutexes_in_opposite_orders_two_calls_are_left()
    {
        MinimizedScript script = Scripts.Minimize(Script(), new OppositeLockOrderFactory());
        script.Failure.Kind.ShouldBe(FailureKind.PossibleDeadlock);
        Scripts.LinesOf(script.Text).Select(NameOf).ShouldBe(["open_session", "open_channel", "close_channel"], script.Text);
        script.Text.ShouldStartWith($"# {script.Sentence}\n");
        (script.IsComplete, script.IsConfirmed).ShouldBe((true, true));
        Circles(script.Text, new OppositeLockOrderFactory()).ShouldBe([script.Sentence]);
    }

    [Fact]
    public void Of_a_circle_of_three_mutexes_three_calls_are_left()
    {
        MinimizedScript script = Scripts.Minimize(Script(), new CircleOfThreeLocksFactory());
        Scripts.LinesOf(script.Text).Select(NameOf).ShouldBe(["open_session", "open_channel", "map", "close_channel"], script.Text);
        Circles(script.Text, new CircleOfThreeLocksFactory()).ShouldBe([script.Sentence]);
    }

    [Fact]
    public void A_circle_that_only_the_end_closes_is_kept_as_well()
    {
        string text = Script()[..Script().IndexOf("a  ava", StringComparison.Ordinal)];
        MinimizedScript script = Scripts.Minimize(text, new OppositeLockOrderFactory());
        Scripts.LinesOf(script.Text).Select(NameOf).ShouldBe(["open_session", "open_channel"], script.Text);
        Circles(script.Text, new OppositeLockOrderFactory()).ShouldBe([script.Sentence]);
    }

    [Fact]
    public void It_is_graver_than_a_wrong_result()
    {
        string text = Script()
            .Replace("a  unmap(as, 0x5a100000, 0x1000)", "a  unmap(as, 0x5a100000, 0x1000) -> ITEM_NOT_FOUND", StringComparison.Ordinal);
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
        string[] circles = Circles(Script(), driver);
        circles.Length.ShouldBe(name == "gated-lock-order" ? 0 : 1);
        CallProgram program = Explorer.Compile(Scripts.Parse(Script(), driver), rounds: 1, out _)!;
        ExplorationReport explored = Explorer.Explore(
            program, new SearchOptions { Workers = 1, Transitions = 5_000 }, cancel: TestContext.Current.CancellationToken);
        explored.LockOrders.Select(c => $"possible deadlock: {c}").ShouldBe(circles);
        FuzzReport fuzzed = Fuzzer.Run(new FuzzOptions { Target = PlantedScripts.Arm32, Driver = driver, Runs = 1_500 });
        FoundFailure[] found = [.. fuzzed.Failures.Where(f => f.Script.Failure.Kind == FailureKind.PossibleDeadlock)];
        // Random calls also find circles that the script has no calls for.
        CirclesOf(Script(), driver).ShouldBeSubsetOf(found.Select(f => f.Script.Failure.What));
        found.Select(f => f.Script.Failure.What).ShouldBeUnique();
        if (circles.Length == 0) found.ShouldBeEmpty();
        foreach (FoundFailure failure in found)
        {
            failure.FileName.ShouldStartWith("possible_deadlock-");
            // Who takes which mutex: all of them, and nobody else.
            failure.FileName.Split('-')[1..].ShouldAllBe(entry => failure.Script.Sentence.Contains(entry, StringComparison.Ordinal));
            failure.FileName.Split('-').Length.ShouldBeGreaterThan(2, failure.Script.Sentence);
            failure.Script.IsConfirmed.ShouldBeTrue();
            Circles(failure.Script.Text, driver).ShouldContain(failure.Script.Sentence);
        }
    }

    [Fact]
    public void Entries_that_only_a_run_makes_when_it_takes_things_back_make_no_other_circle()
    {
        // When a run takes things back it ends sessions, so that it names one entry more than the calls make.
        const string Sentence =
            "possible deadlock: feed takes the mutex static+0x0 and then static+0x4; finish, session_ends take them the other way round";
        var driver =
            new StreamFactory { Locks = new Dictionary<string, string> { ["feed"] = "ab", ["finish"] = "ba", ["session_ends"] = "ba" } };
        MinimizedScript script = Scripts.Minimize($"{Fed}player  finish(st)\n", driver);
        Scripts.LinesOf(script.Text).Length.ShouldBe(4);
        (script.Failure.What, script.Sentence, script.IsConfirmed).ShouldBe(("static+0x0, static+0x4", Sentence, true));
        new FoundFailure(1, script).FileName.ShouldBe("possible_deadlock-feed-finish-session_ends");
        Circles(script.Text, driver).ShouldBe([Sentence]);
    }

    [Fact]
    public void Whoever_takes_the_mutexes_fuzz_finds_their_circle_once()
    {
        var driver =
            new StreamFactory { Locks = new Dictionary<string, string> { ["feed"] = "ab", ["finish"] = "ba", ["session_ends"] = "ba" } };
        FuzzReport report = Fuzzer.Run(new FuzzOptions { Target = PlantedScripts.Arm32, Driver = driver, Runs = 300 });
        FoundFailure found = report.Failures.Where(f => f.Script.Failure.Kind == FailureKind.PossibleDeadlock).ShouldHaveSingleItem();
        found.Script.IsConfirmed.ShouldBeTrue();
        Circles(found.Script.Text, driver).ShouldBe([found.Script.Sentence]);
    }

    [Fact]
    public void A_circle_that_only_shows_when_things_are_taken_back_is_one_for_all_commands()
    {
        const string Sentence =
            "possible deadlock: feed takes the mutex static+0x0 and then static+0x4; session_ends takes them the other way round";
        var driver = new StreamFactory { Locks = new Dictionary<string, string> { ["feed"] = "ab", ["session_ends"] = "ba" } };
        SaidByAll(Fed, driver).ShouldAllBe(said => said == Sentence);
        // Also where the script judges leaks itself.
        SaidByAll($"{Fed}expect leaked == 0\n", driver).ShouldAllBe(said => said == Sentence);
    }

    [Fact]
    public void What_boot_has_taken_closes_a_circle_for_all_commands()
    {
        const string Sentence =
            "possible deadlock: feed takes the mutex static+0x0 and then static+0x4; create takes them the other way round";
        SaidByAll(Fed, new StreamFactory { Locks = new Dictionary<string, string> { ["feed"] = "ab", ["create"] = "ba" } })
            .ShouldAllBe(said => said == Sentence);
    }

    private static string Script() => PlantedScripts.Read(ThreeTas);

    private static string NameOf(string line) => line[..line.IndexOf('(', StringComparison.Ordinal)].Split(' ')[^1];

    private static string[] Circles(string text, IDriverFactory driver) =>
        [.. ScenarioRunner.Run(Scripts.Parse(text, driver), new RunOptions()).LockOrders.Select(c => $"possible deadlock: {c}")];

    private static string[] CirclesOf(string text, IDriverFactory driver) =>
        [.. ScenarioRunner.Run(Scripts.Parse(text, driver), new RunOptions()).Circles.Select(c => c.Mutexes)];

    // Run as written, run in the order of the only schedule, explore, minimize.
    private static string[] SaidByAll(string text, IDriverFactory driver)
    {
        CallProgram program = Explorer.Compile(Scripts.Parse(text, driver), rounds: null, out _)!;
        var schedule = new Schedule([.. program.Steps.Select(s => new Alternative(s.Process, AlternativeKind.Call))]);
        ExplorationReport explored =
            Explorer.Explore(program, new SearchOptions { Workers = 1 }, cancel: TestContext.Current.CancellationToken);
        string[] others =
            [.. schedule.Run(program, new RunOptions()).LockOrders.Concat(explored.LockOrders).Select(c => $"possible deadlock: {c}")];
        others.Length.ShouldBe(2);
        return [Circles(text, driver).ShouldHaveSingleItem(), .. others, Scripts.Minimize(text, driver).Sentence];
    }
}

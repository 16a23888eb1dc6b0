using FsCheck;
using FsCheck.Fluent;
using TeeSim.Exploration;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Testing.Tests.CallOrderings;

public class GeneratorTests
{
    [Fact]
    public void Every_ordering_is_one_that_the_processes_could_make()
    {
        var free = new Legality(Scripts.Free);
        foreach (Ordering ordering in Sample(Scripts.Free, 500)) free.Check(ordering);
        var tangled = new Legality(Scripts.Tangled);
        foreach (Ordering ordering in Sample(Scripts.Tangled, 500)) tangled.Check(ordering);
    }

    [Fact]
    public void Every_ordering_can_be_made_again_by_its_schedule()
    {
        ScenarioUnderTest scenario = ScenarioUnderTest.Load("Files/scripts/switch.tee");
        foreach (Ordering ordering in Orderings.Of(scenario).Generator.Sample(50, new Rnd(1, 3), 10))
        {
            Ordering again = Ordering.Parse(scenario, ordering.Replay[(ordering.Replay.LastIndexOf(' ') + 1)..]);
            again.Schedule.Choices.ShouldBe(ordering.Schedule.Choices);
            again.ToString().ShouldBe(ordering.ToString());
        }
    }

    [Fact]
    public void Every_ordering_there_is_comes_up()
    {
        foreach (Scenario scenario in new[]
        {
            Scripts.Free,
            ScenarioUnderTest.Load("Files/scripts/switch.tee").Scenario,
            ScenarioUnderTest.Load("Files/scripts/switch-fixed.tee").Scenario,
        })
        {
            int all = (int)new ScheduleSpace(Explorer.Compile(scenario, null, out _)!).All!.Value;
            Sample(scenario, 100 * all).Select(o => o.Replay).Distinct().Count().ShouldBe(all);
        }
    }

    [Fact]
    public void Without_waits_each_ordering_is_as_likely_as_any_other()
    {
        int[] counts = [.. Sample(Scripts.Free, 28 * 500).CountBy(o => o.Replay).Select(c => c.Value)];

        counts.Length.ShouldBe(28);
        // Five standard deviations of a binomial with a mean of 500.
        counts.ShouldAllBe(c => c > 390 && c < 610);
    }

    [Fact]
    public void Rounds_of_repeats_are_as_many_as_are_asked_for()
    {
        ScenarioUnderTest scenario = ScenarioUnderTest.Load("shipped/livetv-close-before-unmap.tee");

        Ordering.AsWritten(scenario).Schedule.Choices.Count.ShouldBe(18);
        Orderings.Of(scenario, rounds: 1).Generator.Sample(20, new Rnd(1, 3), 10)
            .ShouldAllBe(o => o.Schedule.Choices.Count == 6 && o.Replay.EndsWith(" --rounds 1"));
    }

    [Fact]
    public void A_script_that_is_too_large_is_refused() =>
        Should.Throw<TeeAssertException>(() => Orderings.Of(ScenarioUnderTest.Load("shipped/livetv-until-oom.tee"), rounds: 5_000))
            .Message.ShouldStartWith("shipped/livetv-until-oom.tee: the script makes more than 5,000 calls");

    private static Ordering[] Sample(Scenario scenario, int count) =>
        Orderings.Of(scenario).Generator.Sample(count, new Rnd(20200403, 3101), 10);
}

using FsCheck;
using FsCheck.Fluent;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Testing.Tests.CallOrderings;

public class ShrinkerTests
{
    public static TheoryData<string> Names => [nameof(Scripts.Free), nameof(Scripts.Tangled)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_an_ordering_shrinks_to_is_legal_and_nearer_to_what_is_written(string name)
    {
        Scenario scenario = ScenarioOf(name);
        var legality = new Legality(scenario);
        Arbitrary<Ordering> orderings = Orderings.Of(scenario);
        foreach (Ordering ordering in orderings.Generator.Sample(100, new Rnd(7, 9), 10))
        {
            int inversions = legality.Inversions(ordering);
            foreach (Ordering candidate in orderings.Shrinker(ordering)) legality.Inversions(candidate).ShouldBeLessThan(inversions);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shrinking_ends_at_the_order_as_written_whichever_candidate_is_taken(string name)
    {
        Scenario scenario = ScenarioOf(name);
        Arbitrary<Ordering> orderings = Orderings.Of(scenario);
        string written = Ordering.AsWritten(scenario).Replay;
        foreach (Ordering ordering in orderings.Generator.Sample(50, new Rnd(7, 9), 10))
        {
            End(ordering, c => c[0]).Replay.ShouldBe(written);
            End(ordering, c => c[^1]).Replay.ShouldBe(written);
            End(ordering, c => c[c.Length / 2]).Replay.ShouldBe(written);
        }

        Ordering End(Ordering ordering, Func<Ordering[], Ordering> choose)
        {
            while (orderings.Shrinker(ordering).ToArray() is { Length: > 0 } candidates) ordering = choose(candidates);
            return ordering;
        }
    }

    [Fact]
    public void The_order_as_written_is_tried_first()
    {
        Arbitrary<Ordering> orderings = Orderings.Of(Scripts.Free);
        string written = Ordering.AsWritten(Scripts.Free).Replay;

        orderings.Generator.Sample(50, new Rnd(7, 9), 10).Where(o => o.Replay != written)
            .ShouldAllBe(o => orderings.Shrinker(o).First().Replay == written);
    }

    [Fact]
    public void Of_swaps_of_two_neighbours_those_come_first_that_leave_the_fewest_switches()
    {
        Arbitrary<Ordering> orderings = Orderings.Of(Scripts.Free);
        foreach (Ordering ordering in orderings.Generator.Sample(50, new Rnd(7, 9), 10))
        {
            // Swaps of two neighbours are the last candidates.
            Ordering[] swaps = [.. orderings.Shrinker(ordering).Reverse().TakeWhile(c => Differences(c, ordering) == 2).Reverse()];
            int descents = ordering.Schedule.Choices.Zip(ordering.Schedule.Choices.Skip(1)).Count(p => p.First.Process > p.Second.Process);
            int[] switches = [.. swaps.TakeLast(descents).Select(c => c.ContextSwitches)];
            switches.ShouldBe(switches.Order());
        }
    }

    [Fact]
    public void A_leak_shrinks_to_one_call_that_overtakes_no_more_than_it_must()
    {
        ScenarioUnderTest scenario = ScenarioUnderTest.Load("shipped/livetv-close-after-unmap.tee");
        var legality = new Legality(scenario.Scenario);
        Arbitrary<Ordering> orderings = Orderings.Of(scenario);
        Ordering[] leaky = [.. orderings.Generator.Sample(20, new Rnd(7, 9), 10).Where(o => o.Run().Leaks.Count > 0).Take(5)];

        leaky.Length.ShouldBe(5);
        foreach (Ordering found in leaky)
        {
            Ordering ordering = found;
            while (orderings.Shrinker(ordering).FirstOrDefault(c => c.Run().Leaks.Count > 0) is { } smaller) ordering = smaller;
            // The close before the unmap, or the next map before the close and the open that lie between.
            legality.Inversions(ordering).ShouldBeLessThanOrEqualTo(2);
            legality.Inversions(found).ShouldBeGreaterThan(5);
        }
    }

    private static int Differences(Ordering a, Ordering b) => a.Schedule.Choices.Zip(b.Schedule.Choices).Count(p => p.First != p.Second);

    private static Scenario ScenarioOf(string name) => name == nameof(Scripts.Free) ? Scripts.Free : Scripts.Tangled;
}

using FsCheck;
using FsCheck.Fluent;
using TeeSim.Exploration;
using TeeSim.Exploration.Search;

namespace TeeSim.Testing.Tests.CallOrderings;

/// <summary>Orderings of processes that exclude each other.</summary>
public class LockedOrderingTests
{
    [Fact]
    public void Every_ordering_that_the_locks_allow_comes_up_and_no_other()
    {
        int all = (int)new ScheduleSpace(Explorer.Compile(Scripts.Locked, null, out _)!).All!.Value;

        Ordering[] orderings = [.. Orderings.Of(Scripts.Locked).Generator.Sample(100 * all, new Rnd(7, 9), 10)];

        orderings.Select(o => o.Replay).Distinct().Count().ShouldBe(all);
    }

    [Fact]
    public void What_an_ordering_shrinks_to_can_be_made()
    {
        Arbitrary<Ordering> orderings = Orderings.Of(Scripts.Locked);
        foreach (Ordering ordering in orderings.Generator.Sample(50, new Rnd(7, 9), 10))
        {
            foreach (Ordering candidate in orderings.Shrinker(ordering))
                orderings.Shrinker(candidate).Count().ShouldBeGreaterThanOrEqualTo(0);
        }
    }
}

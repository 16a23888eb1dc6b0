using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Tests.Oracles;

/// <summary>
/// A process dies, and the core can't close its session since an allocation fails: nobody will close it any
/// more, as Linux has forgotten it.
/// </summary>
public sealed class FailingDeathTests
{
    private const string Script = "target optee-3.10-arm32\nta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session\n"
        + "a  s = open_session(tvp)\na  die()\nb  t = open_session(tvp)\nb  die()\n";

    [Fact]
    public void A_session_of_the_dead_does_not_wait_for_another_death()
    {
        ExplorationReport report = Explorations.Explore(Script, new SearchOptions { FailAllocations = true, Workers = 1 });

        FailureExample[] leaks = [.. report.Failures.Where(f => f.Finding.Kind == FailureKind.Leak)];
        leaks.ShouldNotBeEmpty();
        leaks.ShouldAllBe(f => f.Leaks.All(l => l.Class == LeakClass.ForEver));
    }
}

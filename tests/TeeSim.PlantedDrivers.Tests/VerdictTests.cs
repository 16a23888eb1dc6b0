using TeeSim.Exploration.Reports;
using TeeSim.PlantedBugs;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;

namespace TeeSim.PlantedDrivers.Tests;

/// <summary>Every planted bug is found, and named; nothing else is.</summary>
public sealed class VerdictTests
{
    public static TheoryData<string> Cases() => new(PlantedCases.All.Select(c => c.ToString()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_verdict_is_that_of_the_table(string name)
    {
        PlantedCase planted = PlantedCases.All.Single(c => c.ToString() == name);
        switch (planted.Finding)
        {
            case ExpectedFinding.StateOutside:
                Should.Throw<DriverProblemException>(() => Searches.Explore(planted)).Message.ShouldContain("C# field");
                return;
            case ExpectedFinding.DriverFault:
                Should.Throw<DriverProblemException>(() => Searches.Explore(planted)).Fault!.Entry
                    .ShouldBe(planted.Guilty.ShouldHaveSingleItem());
                return;
        }

        ExplorationReport report = Searches.Explore(planted);
        FailureKind[] kinds = [.. report.Kinds.Select(k => k.Kind).Where(k => k != FailureKind.None)];
        string found = string.Join('\n', report.Failures.Select(
            f => $"{f.Finding.Kind}: {f.Finding}; {string.Join("; ", f.Leaks.Select(l => $"{l.Guilty} {l.Class}"))}; {f.Schedule}"));
        switch (planted.Finding)
        {
            case ExpectedFinding.DependsOnAddresses:
                report.WhyExact.ShouldNotBeNull();
                return;
            case ExpectedFinding.Deadlock:
                report.LockOrders.ShouldNotBeEmpty();
                kinds.ShouldBeEmpty(found);
                return;
            case ExpectedFinding.None:
                report.LockOrders.ShouldBeEmpty();
                kinds.ShouldBeEmpty(found);
                return;
        }

        FailureKind expected = KindOf(planted.Finding);
        kinds.ShouldContain(expected, found);
        kinds.ShouldBeSubsetOf([expected, .. planted.MayAlso.Select(KindOf)], found);
        if (expected is FailureKind.Leak or FailureKind.Growth or FailureKind.Unreachable && planted.Guilty.Count > 0)
        {
            LeakReport[] leaks = [.. report.Failures.Where(f => f.Finding.Kind == expected).SelectMany(f => f.Leaks)];
            leaks.ShouldContain(l => planted.Guilty.Any(g => l.Guilty.Call.Contains($": {g}(", StringComparison.Ordinal)), found);
            string[] sites = [.. leaks.SelectMany(l => l.Allocations.Select(a => a.Site)).Distinct()];
            planted.Sites.Select(s => s.On(PlantedScripts.Arm32)).ShouldBeSubsetOf(sites, found);
        }
    }

    private static FailureKind KindOf(ExpectedFinding finding) =>
        finding == ExpectedFinding.UnreachableHandle ? FailureKind.Unreachable : Enum.Parse<FailureKind>(finding.ToString());
}

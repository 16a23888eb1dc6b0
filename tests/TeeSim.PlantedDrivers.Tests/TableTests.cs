using TeeSim.Exploration.Drivers;
using TeeSim.Exploration.Reports;
using TeeSim.PlantedBugs;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Running;

namespace TeeSim.PlantedDrivers.Tests;

/// <summary>The table names every driver, and what needs no judgement is found.</summary>
public sealed class TableTests
{
    public static TheoryData<string> CasesThatNeedNoJudgement() =>
        new(PlantedCases.All.Where(c =>
            c.Finding is ExpectedFinding.UseAfterFree or ExpectedFinding.CorePanic or ExpectedFinding.Hang or ExpectedFinding.DriverFault)
            .Select(c => c.ToString()));

    public static TheoryData<string> CasesThatKeepMemory() => new(PlantedCases.All
        .Where(c => c.Sites.Count > 0 && c.Faults == ExpectedFaults.None && c.Finding is ExpectedFinding.Leak or ExpectedFinding.Growth
            && c.Script != "left-open")
        .Select(c => c.ToString()));

    [Fact]
    public void The_assembly_is_loaded_like_any_other_and_the_table_has_all_its_drivers()
    {
        DriverAssembly loaded = DriverAssembly.Load(typeof(Reference).Assembly.Location);
        loaded.Problem.ShouldBeNull();
        loaded.Drivers.Select(d => d.Name).ShouldBe(PlantedCases.Drivers.Select(d => d.Name), ignoreOrder: true);
    }

    [Fact]
    public void A_case_is_there_once_and_its_script_on_both_targets()
    {
        PlantedCases.All.Select(c => c.ToString()).ShouldBeUnique();
        PlantedCases.All.Select(c => c.Script).Distinct().Order(StringComparer.Ordinal).ShouldBe(PlantedScripts.Names);
        foreach (string script in PlantedScripts.Names)
        {
            Searches.Compile(PlantedScripts.Read(script), PlantedCases.Reference.Factory);
            Searches.Compile(PlantedScripts.Read(script, PlantedScripts.Arm64), PlantedCases.Reference.Factory);
        }
    }

    [Fact]
    public void A_bug_has_a_finding_in_each_case_and_what_is_right_in_none()
    {
        foreach (PlantedCase planted in PlantedCases.All)
        {
            (planted.Finding != ExpectedFinding.None).ShouldBe(planted.Driver.IsBug, planted.ToString());
            if (planted.Finding is ExpectedFinding.Leak or ExpectedFinding.Growth) planted.Sites.ShouldNotBeEmpty(planted.ToString());
        }
    }

    // Whoever owns it: the reference has none of it left in any ordering of a script that gives everything back.
    [Theory]
    [MemberData(nameof(CasesThatKeepMemory))]
    public void What_leaks_or_grows_is_more_than_the_reference_keeps_in_some_ordering(string name)
    {
        PlantedCase planted = PlantedCases.All.Single(c => c.ToString() == name);
        foreach (string target in new[] { PlantedScripts.Arm32, PlantedScripts.Arm64 })
        {
            string text = PlantedScripts.Read(planted.Script, target);
            foreach (string site in planted.Sites.Select(s => s.On(target)))
            {
                long kept = KeptByReference(text, site);
                Searches.Explore($"{text}expect blocks({site}) == {kept}\n", PlantedCases.Reference.Factory).IsClean.ShouldBeTrue();
                Searches.Explore($"{text}expect sometimes blocks({site}) > {kept}\n", planted.Driver.Factory).NeverHeld.ShouldBeEmpty();
            }
        }
    }

    [Theory]
    [MemberData(nameof(CasesThatNeedNoJudgement))]
    public void What_stops_a_run_is_found_on_both_targets(string name)
    {
        PlantedCase planted = PlantedCases.All.Single(c => c.ToString() == name);
        foreach (string target in new[] { PlantedScripts.Arm32, PlantedScripts.Arm64 })
        {
            if (planted.Finding == ExpectedFinding.DriverFault)
            {
                Should.Throw<DriverProblemException>(() => Searches.Explore(planted, target)).Fault!.Entry
                    .ShouldBe(planted.Guilty.ShouldHaveSingleItem());
                continue;
            }

            ExplorationReport report = Searches.Explore(planted, target);
            report.Kinds[^1].Kind.ShouldBe(Enum.Parse<FailureKind>(planted.Finding.ToString()));
        }
    }

    private static long KeptByReference(string text, string site) =>
        ScenarioRunner.Run(Searches.Parse(text, PlantedCases.Reference.Factory), new RunOptions()).Growth[^1].Sites
            .FirstOrDefault(s => s.Site == site)?.BlocksAfter
        ?? 0;
}

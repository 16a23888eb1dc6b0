using TeeSim.Exploration.Reports;
using TeeSim.Kernel;
using TeeSim.PlantedBugs;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;

namespace TeeSim.PlantedDrivers.Tests;

/// <summary>The driver that the others are made from is right, so that what is wrong with them is their bug.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, string> ScriptsAndTargets()
    {
        var data = new TheoryData<string, string>();
        foreach (string script in PlantedScripts.Names)
        {
            data.Add(script, PlantedScripts.Arm32);
            data.Add(script, PlantedScripts.Arm64);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ScriptsWithoutThree))]
    public void The_heap_is_as_it_was_after_every_ordering_in_which_all_processes_end(string script, string target)
    {
        string text = WithEnds(PlantedScripts.Read(script, target));
        uint before = AllocatedWithoutAnyChannel(text);

        ExplorationReport report = Searches.Explore(
            $"{text}expect heap_used == {before}\nexpect channels == 0\nexpect contexts(drm) == 0\n", PlantedCases.Reference.Factory);

        report.IsProved.ShouldBeTrue(string.Join('\n', report.Failures.Select(f => f.Finding)));
    }

    // Three processes have millions of orderings, of which each counts where bytes are measured, and billions with faults. There is
    // nothing in them that two have not.
    public static TheoryData<string, string> ScriptsWithoutThree() =>
        new(ScriptsAndTargets().Where(row => !row.Data.Item1.StartsWith("three-", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(ScriptsWithoutThree))]
    public void It_is_clean_with_every_death_and_with_every_failing_allocation(string script, string target)
    {
        string text = PlantedScripts.Read(script, target);
        foreach (ExpectedFaults fault in new[] { ExpectedFaults.Kill, ExpectedFaults.FailAlloc })
        {
            // Without memory for the call that closes it, a session of the dead stays open in the core, and no driver is told.
            if (fault == ExpectedFaults.FailAlloc && text.Contains("die()", StringComparison.Ordinal)) continue;
            ExplorationReport report = Searches.Explore(text, PlantedCases.Reference.Factory, fault);
            report.IsProved.ShouldBeTrue(string.Join('\n', report.Failures.Select(f => f.Finding)));
        }
    }

    [Theory]
    [MemberData(nameof(ScriptsAndTargets))]
    public void A_script_passes_as_it_is_written(string script, string target)
    {
        RunReport report =
            ScenarioRunner.Run(Searches.Parse(PlantedScripts.Read(script, target), PlantedCases.Reference.Factory), new RunOptions());
        report.Passed.ShouldBeTrue(string.Join('\n', report.Failures.Select(f => f.Message)));
    }

    [Fact]
    public void Two_processes_have_924_orderings()
    {
        ExplorationReport report = Searches.Explore(PlantedScripts.Read("two-processes"), PlantedCases.Reference.Factory);
        ((int)report.Orderings).ShouldBe(924);
    }

    // The first load of a TA makes a context of the core's own loader, which stays.
    private static uint AllocatedWithoutAnyChannel(string text)
    {
        SecureWorld world = SecureWorld.Boot(Searches.Parse(text, PlantedCases.Reference.Factory).Options);
        world.OpenSession("app", world.Options.Tas[0].Uuid).IsSuccess.ShouldBeTrue();
        world.KillProcess("app");
        return world.Heap.Stats.Allocated;
    }

    // Every process that does not die in the script dies at its end.
    private static string WithEnds(string text)
    {
        CallProgram program = Searches.Compile(text, PlantedCases.Reference.Factory);
        IEnumerable<string> alive = program.Processes.Where(p => !text.Contains($"{p}  die()", StringComparison.Ordinal));
        return text + string.Concat(alive.Select(p => $"{p}  die()\n"));
    }
}

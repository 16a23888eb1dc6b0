using System.Text.RegularExpressions;
using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Exploration.Drivers;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;
using TeeSim.TestSupport;

namespace TeeSim.Exploration.Tests.Drivers;

/// <summary>The example of docs/write-a-driver.md is built as the page says, loaded, and run with the guard on.</summary>
public sealed partial class WriteADriverTests : IDisposable
{
    private static readonly Guid Tvp = new("37eb0e02-c43d-48a8-a129-a95dd3d43929");
    private static readonly Guid Drm = new("acbe4b66-6e40-46dc-a2fe-a576922cf170");

    private readonly string _folder = Directory.CreateTempSubdirectory("teesim-example-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_example_builds_loads_and_leaves_nothing_behind()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "write-a-driver.md"));
        File.WriteAllText(
            Path.Combine(_folder, "mydriver.csproj"), Blocks().Matches(page).Single(m => m.Groups[1].Value == "xml").Groups[2].Value);
        File.WriteAllText(
            Path.Combine(_folder, "OwnRecords.cs"), Blocks().Matches(page).Single(m => m.Groups[1].Value == "csharp").Groups[2].Value);
        Compiler.Run(
            _folder, "build", "mydriver.csproj", "-o", "out", $"-p:TeeSim={Compiler.TeeSim}", "-warnaserror", "--disable-build-servers");

        DriverAssembly loaded = DriverAssembly.Load(Path.Combine(_folder, "out", "mydriver.dll"));

        loaded.Problem.ShouldBeNull();
        foreach (string target in new[] { "amlogic-3.9-arm32", "optee-4.10-arm64" })
            Switch(TargetProfiles.Find(target)!, loaded.Drivers.ShouldHaveSingleItem());
    }

    [Fact]
    public void The_driver_with_calls_of_its_own_is_complete_and_clean_under_every_fault()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "write-a-driver.md"));
        string source = string.Join('\n', OwnCalls().Matches(page).Select(m => m.Groups[1].Value));
        // The project file has implicit usings.
        string library = Compiler.Compile(
            _folder, "keybox", $"using System;\nusing System.Collections.Generic;\nusing System.Linq;\n{source}", Compiler.References);
        IDriverFactory driver = DriverAssembly.Load(library).Drivers.ShouldHaveSingleItem();
        string script = Script().Match(page).Groups[1].Value;
        Scenario scenario = Scenario.Parse("keybox.tee", script, out _, driver: driver).ShouldNotBeNull();
        CallProgram program = Explorer.Compile(scenario, rounds: null, out _).ShouldNotBeNull();

        ExplorationReport report = Explorer.Explore(
            program, new SearchOptions { Kill = true, FailAllocations = true, TaPanics = true, Workers = 1 },
            cancel: TestContext.Current.CancellationToken);

        report.IsProved.ShouldBeTrue(Verdicts.Of(report));
    }

    [Fact]
    public void The_page_lists_all_that_the_core_offers()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "write-a-driver.md"));
        int start = page.IndexOf("## What the core offers", StringComparison.Ordinal);
        string table = page[start..page.IndexOf("## What the guard finds", StringComparison.Ordinal)];
        typeof(ITeeCore).GetMembers().Select(m => m.Name).Where(n => !n.StartsWith("get_", StringComparison.Ordinal)).Distinct()
            .ShouldAllBe(name => Regex.IsMatch(table, $"`{name}[`(]"));
    }

    private static void Switch(TargetProfile profile, IDriverFactory driver)
    {
        const TaFlags Shared = TaFlags.SingleInstance | TaFlags.MultiSession;
        SecureWorld world = SecureWorld.Boot(new SecureWorldOptions
        {
            Profile = profile,
            Driver = driver,
            GuardDriver = true,
            Tas = [new TaDefinition("tvp", Tvp, Shared, []), new TaDefinition("drm", Drm, Shared, [])],
        });
        uint start = world.Heap.Stats.Allocated;
        uint input = (uint)Done(world.OpenSession("input", Tvp));
        Done(world.OpenSession("other", Drm));
        uint before = world.Heap.Stats.Allocated;
        foreach (bool dies in new[] { false, true, false })
        {
            uint player = (uint)Done(world.OpenSession("player", Drm));
            var request = new OpenChannelRequest(0, new AddressRange(0x5a30_0000, 0x10_0000), [], Drm);
            uint channel = (uint)Done(world.OpenChannel("input", input, request));
            Done(world.Map("player", player, 0x5a39_9000, 0x1000));
            Done(world.CloseChannel("input", input, channel));
            if (!dies) Done(world.Unmap("player", player, 0x5a39_9000, 0x1000));
            Done(world.KillProcess("player"));
            world.Heap.Stats.Allocated.ShouldBe(before);
        }

        Done(world.KillProcess("other"));
        Done(world.KillProcess("input"));
        world.Heap.Stats.Allocated.ShouldBe(start);
    }

    private static ulong Done(TeeOutcome outcome)
    {
        outcome.Panic.ShouldBeNull();
        outcome.Result.ShouldBe(TeeResult.SUCCESS);
        return outcome.Value;
    }

    [GeneratedRegex("```cs\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex OwnCalls();

    [GeneratedRegex("```text\n(target .*?)```", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("```(xml|csharp)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}

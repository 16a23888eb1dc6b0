using TeeSim.Exploration.Tests.Drivers;

namespace TeeSim.Cli.Tests.Drivers;

/// <summary>An assembly with several drivers in it.</summary>
public sealed class SeveralDriversTests : IDisposable
{
    private const string Source = """
        using TeeSim.Core;
        using TeeSim.Kernel.Drivers;

        public abstract class KeeperFactory(string name, bool frees) : IDriverFactory
        {
            public string Name => name;
            public System.Collections.Generic.IReadOnlyList<EntryPoint> EntryPoints { get; } =
                new EntryPoint[] { new("look", "Looks", new EntryParameter[0]) };
            public PseudoTaIdentity? PseudoTa => null;
            public IDriver Create(ITeeCore core, DriverSettings settings) => new Keeper(core, frees);
        }

        public sealed class FirstFactory() : KeeperFactory("first", false);
        public sealed class SecondFactory() : KeeperFactory("second", true);

        public sealed class Keeper(ITeeCore core, bool frees) : IDriver
        {
            public int Count(string kind) => 0;

            public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments)
            {
                ulong buffer = core.Calloc(64, new SourceSite("keeper.c", 7, "look"));
                if (frees) core.Free(buffer);
                return new EntryOutcome(TeeResult.SUCCESS);
            }
        }
        """;

    private static readonly string[] References = ["Core", "Mmu", "Kernel"];

    private readonly Workplace _here = new();

    public SeveralDriversTests()
    {
        string teesim = Path.GetDirectoryName(Workplace.Executable)!;
        Compiler.Compile(_here.PathOf(""), "two", Source, [.. References.Select(n => Path.Combine(teesim, $"TeeSim.{n}.dll"))]);
        _here.Write(
            "looks.tee", "target optee-3.10-arm32\nta drm acbe4b66-6e40-46dc-a2fe-a576922cf170\na  s = open_session(drm)\na  look(s)\n");
    }

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task One_is_meant_by_its_name_behind_the_path()
    {
        (await _here.RunAsync("run", "looks.tee", "--driver", "two.dll:first")).ShouldPrint(1).ShouldContain("keeper.c");
        (await _here.RunAsync("explore", "looks.tee", "--driver", "two.dll:second")).ShouldPrint(0);
    }

    [Fact]
    public async Task Without_a_name_it_says_which_there_are() =>
        (await _here.RunAsync("run", "looks.tee", "--driver", "two.dll")).ShouldRefuse(
            "teesim: two.dll has 2 drivers in it, first and second; name one of them, as in two.dll:first");

    [Fact]
    public async Task A_name_that_is_in_no_driver_gets_those_that_are() =>
        (await _here.RunAsync("run", "looks.tee", "--driver", "two.dll:third")).ShouldRefuse(
            "teesim: two.dll has no driver 'third'; its drivers are first and second");

    [Fact]
    public async Task The_table_has_them_all_and_its_lines_can_be_pasted()
    {
        string table = (await _here.RunAsync("verify", "looks.tee", "--driver", "two.dll")).ShouldPrint(1);
        table.ShouldContain("2 cells: 1 proved, 1 failed, 0 stopped");
        string[] line = table.Split('\n').Single(l => l.Contains("teesim run looks.tee", StringComparison.Ordinal)).Trim().Split(' ');
        line.ShouldContain("two.dll:first");
        (await _here.RunAsync(line[(Array.IndexOf(line, "teesim") + 1)..])).ShouldPrint(1).ShouldContain("keeper.c");
    }
}

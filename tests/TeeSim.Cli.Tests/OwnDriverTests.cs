using System.Text.RegularExpressions;
using TeeSim.Exploration.Tests.Drivers;

namespace TeeSim.Cli.Tests;

/// <summary>What the command says of a driver that only the command line can name.</summary>
public sealed partial class OwnDriverTests : IDisposable
{
    private const string Library = "my drivers/beeper.dll";

    private const string Source = """
        using TeeSim.Core;
        using TeeSim.Kernel.Drivers;

        public sealed class BeeperFactory : IDriverFactory
        {
            public string Name => "beeper";
            public System.Collections.Generic.IReadOnlyList<EntryPoint> EntryPoints { get; } =
                new EntryPoint[] { new("beep", "Beeps", new EntryParameter[0]) };
            public PseudoTaIdentity? PseudoTa => null;
            public IDriver Create(ITeeCore core, DriverSettings settings) => new Beeper(core);
        }

        public sealed class Beeper : IDriver
        {
            private readonly ITeeCore _core;
            public Beeper(ITeeCore core) => _core = core;
            public int Count(string kind) => 0;

            public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments)
            {
                _core.Calloc(64, new SourceSite("beeper.c", 7, "beep"));
                return new EntryOutcome(TeeResult.SUCCESS);
            }
        }
        """;

    private static readonly string[] References = ["Core", "Mmu", "Kernel"];

    private readonly Workplace _here = new();

    public OwnDriverTests()
    {
        Directory.CreateDirectory(_here.PathOf("my drivers"));
        string teesim = Path.GetDirectoryName(Workplace.Executable)!;
        Compiler.Compile(
            _here.PathOf("my drivers"), "beeper", Source, [.. References.Select(n => Path.Combine(teesim, $"TeeSim.{n}.dll"))]);
        _here.Write("beeps.tee",
            "target optee-3.10-arm32\nta drm acbe4b66-6e40-46dc-a2fe-a576922cf170\na  s = open_session(drm)\na  beep(s)\na  beep(s)\n");
    }

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task The_line_below_a_minimised_script_can_be_pasted()
    {
        string said = (await _here.RunAsync("minimize", "beeps.tee", "--driver", Library, "--output", "short.tee")).ShouldPrint(0);
        said.ShouldEndWith($"\nteesim run short.tee --driver '{Library}'\n");
        await PasteAsync(said);
    }

    [Fact]
    public async Task So_can_the_line_of_a_failure_that_fuzz_has_found_and_the_corpus_is_known_the_next_time()
    {
        string said = (await _here.RunAsync("fuzz", "--runs", "50", "--driver", Library, "--corpus", "found")).ShouldPrint(1);
        said.ShouldContain($"\n  teesim run found/leak-beep-beeper.c-7.tee --driver '{Library}'\n");
        await PasteAsync(said);
        (await _here.RunAsync("fuzz", "--runs", "50", "--driver", Library, "--corpus", "found")).ShouldPrint(0)
            .ShouldContain(": nothing found, besides 1 known from found");
    }

    [Fact]
    public async Task What_is_printed_is_to_be_saved_and_run_with_the_driver() =>
        (await _here.RunAsync("fuzz", "--runs", "50", "--driver", Library)).ShouldPrint(1)
            .ShouldContain($"  save as leak-beep-beeper.c-7.tee, then: teesim run leak-beep-beeper.c-7.tee --driver '{Library}'\n");

    private async Task PasteAsync(string said)
    {
        string line = Line().Match(said).Groups[1].Value;
        CommandResult result = await _here.ShellAsync($"\"$0\" {line}");
        result.ExitCode.ShouldBe(1, result.Error);
        result.Output.ShouldContain("FAILED: leak; the guilty call is `");
    }

    [GeneratedRegex("teesim (run .+)")]
    private static partial Regex Line();
}

using System.Text.Json;
using TeeSim.Exploration.Tests.Drivers;

namespace TeeSim.Cli.Tests.Drivers;

/// <summary>A driver that prints where it should not: the command's own output stays what it is.</summary>
public sealed class PrintingDriverTests : IDisposable
{
    private const string Source = """
        using System;
        using TeeSim.Core;
        using TeeSim.Kernel.Drivers;
        using TeeSim.Kernel.Tvp;

        public class Printing : ITvpDriverFactory, ITvpDriver
        {
            public string Name => "printing";
            public ITvpDriver Create(ITeeCore core, TvpOptions options) => new Printing();
            public int ChannelCount => 0;
            public TeeResult BindChannel(uint handle, Guid ta) => TeeResult.SUCCESS;
            public TeeResult InputBufMap(ulong pa, ulong size, out ulong va) { va = 0; return TeeResult.SUCCESS; }
            public TeeResult InputBufUnmap(ulong pa, ulong size) => TeeResult.SUCCESS;

            public TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
            {
                Console.WriteLine("}opened\u001b[2J\r");
                handle = 1;
                return TeeResult.SUCCESS;
            }

            public TeeResult CloseChannel(uint handle)
            {
                Console.Error.Write("closed\tit\n");
                Console.Write(']');
                Console.Out.Flush();
                return TeeResult.SUCCESS;
            }
        }
        """;

    private const string Script = """
        target amlogic-3.9-arm32
        vdec   0x5a000000 + 8M
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session

        app    s  = open_session(drm)
        app    ch = open_channel(s, 0x5a300000 + 1M)
        app    close_channel(ch)
        other  open_session(drm)
        """;

    private const string Failing = Script + "\nexpect sessions(drm) == 7\n";

    private static readonly string[] References = ["Core", "Mmu", "Kernel"];

    private readonly Workplace _here = new();

    public PrintingDriverTests()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string built = Path.GetDirectoryName(Workplace.Executable)!;
        string[] references =
            [Path.Combine(runtime, "System.Console.dll"), .. References.Select(n => Path.Combine(built, $"TeeSim.{n}.dll"))];
        Compiler.Compile(Path.GetDirectoryName(_here.PathOf("printing"))!, "printing", Source, references);
        _here.Write("x.tee", Script);
        _here.Write("failing.tee", Failing);
    }

    public void Dispose() => _here.Dispose();

    [Theory]
    [InlineData("run x.tee --driver printing.dll --json")]
    [InlineData("run x.tee --driver printing.dll --json --log")]
    [InlineData("explore x.tee --driver printing.dll --json")]
    [InlineData("verify x.tee --drivers printing.dll --json")]
    [InlineData("fuzz --runs 20 --driver printing.dll --json")]
    [InlineData("minimize failing.tee --driver printing.dll --json")]
    public async Task What_it_prints_is_not_in_the_report(string words)
    {
        CommandResult result = await _here.RunAsync(words.Split(' '));

        using (JsonDocument.Parse(result.Output)) result.ExitCode.ShouldBeLessThan(2, result.Error);
        result.Output.ShouldNotContain("opened");
        result.Error.ShouldContain("}opened\\u001b[2J\n");
        result.Error.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task Lines_and_tabs_stay()
    {
        CommandResult result = await _here.RunAsync("run", "x.tee", "--driver", "printing.dll");

        result.Error.ShouldContain("closed\tit\n]");
        result.Output.ShouldNotContain("closed\t");
    }
}

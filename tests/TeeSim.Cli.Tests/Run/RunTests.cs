using TeeSim.TestSupport;

namespace TeeSim.Cli.Tests.Run;

/// <summary>Several files, and the exit code that comes of them.</summary>
public sealed class RunTests : IDisposable
{
    private const string Leaking = "livetv-close-before-unmap.tee";
    private const string Clean = "livetv-close-after-unmap.tee";

    private readonly Workplace _here = new();

    public RunTests()
    {
        foreach (string name in (string[])[Leaking, Clean]) File.Copy(Repository.Scenario(name), _here.PathOf(name));
        _here.Write("bad.tee", "target amlogic-3.9-arm32\nheap 0\n");
    }

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task A_script_that_holds_is_exit_code_0() =>
        (await _here.RunAsync("run", Clean)).ShouldPrint(0).ShouldStartWith($"{Clean} on amlogic-3.9-arm32");

    [Fact]
    public async Task A_leak_is_exit_code_1() => (await _here.RunAsync("run", Leaking)).ShouldPrint(1)
        .ShouldContain("FAILED: leak; the guilty call is `input: close_channel(ch)` (line 19)");

    [Fact]
    public async Task Nothing_stands_behind_the_end_of_a_line() =>
        (await _here.RunAsync("run", Leaking)).Output.Split('\n').ShouldAllBe(line => line.TrimEnd() == line);

    [Fact]
    public async Task A_leak_that_nothing_expects_not_to_be_is_still_exit_code_1()
    {
        string script = File.ReadAllText(_here.PathOf(Leaking)).Replace("expect leaked == 0", "", StringComparison.Ordinal);
        (await _here.JudgeAsync("run", "x.tee", script)).ShouldPrint(1).ShouldContain("FAILED: leak");
    }

    [Fact]
    public async Task A_failed_expectation_without_a_leak_is_exit_code_1() =>
        (await _here.JudgeAsync("run", "x.tee", "target amlogic-3.9-arm32\nexpect heap_used == 0\n")).ShouldPrint(1)
            .ShouldMatch("line 2: `heap_used == 0` does not hold: it is [0-9]+\nFAILED: expectation in line 2\n");

    [Fact]
    public async Task Of_several_scripts_the_highest_exit_code_wins()
    {
        string output = (await _here.RunAsync("run", Leaking, Clean)).ShouldPrint(1);
        output.ShouldContain($"{Leaking} on amlogic-3.9-arm32");
        output.ShouldContain($"{Clean} on amlogic-3.9-arm32");
    }

    [Theory]
    [InlineData("bad.tee", Clean, Leaking)]
    [InlineData(Leaking, "bad.tee", Clean)]
    public async Task A_bad_script_does_not_keep_the_others_from_running(params string[] files)
    {
        CommandResult result = await _here.RunAsync(["run", .. files]);
        result.ShouldEndWith(2, "bad.tee:2:6: found a heap of 0 bytes; it must have 1024 to 67108864");
        result.Output.ShouldContain($"{Clean} on amlogic-3.9-arm32");
        result.Output.ShouldContain($"{Leaking} on amlogic-3.9-arm32");
    }

    [Fact]
    public async Task A_file_name_cannot_command_the_terminal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Such a name cannot be given there.");
        _here.Write("\u001b[2J.tee", "target amlogic-3.9-arm32\n");
        (await _here.RunAsync("run", "\u001b[2J.tee")).ShouldPrint(0).ShouldStartWith(@"\u001b[2J.tee on amlogic-3.9-arm32");
    }

    [Fact]
    public async Task A_file_name_cannot_command_the_layout()
    {
        _here.Write("[red]x.tee", "target amlogic-3.9-arm32\n");
        (await _here.RunAsync("run", "[red]x.tee")).ShouldPrint(0).ShouldStartWith("[red]x.tee on amlogic-3.9-arm32");
    }

    [Fact]
    public async Task The_log_goes_before_the_report() => (await _here.RunAsync("run", Leaking, "--log")).ShouldPrint(1)
        .ShouldStartWith("[    0.001000@0] [TEE] D/TC:? 00 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA 37eb0e02");
}

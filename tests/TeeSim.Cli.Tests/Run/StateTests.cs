using TeeSim.TestSupport;

namespace TeeSim.Cli.Tests.Run;

/// <summary><c>--save-state</c> and <c>--continue-from</c>.</summary>
public sealed class StateTests : IDisposable
{
    private const string Settings = """
        target amlogic-3.9-arm32
        heap 24K
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session

        """;

    private const string Day1 = Settings + """
        player s  = open_session(drm)
        player ch = open_channel(s, 0x5a300000 + 1M)
        player va = map(s, 0x5a399000, 0x1000)
        expect channels == 1

        """;

    private const string Day2 = Settings + """
        player unmap(s, 0x5a399000, 0x1000)
        player close_channel(ch)
        player close_session(s)
        expect leaked == 0

        """;

    private readonly Workplace _here = new();

    public StateTests()
    {
        _here.Write("day1.tee", Day1);
        _here.Write("day2.tee", Day2);
        _here.Write("leak.tee", Settings + "player close_channel(ch)\nplayer ch = open_channel(s, 0x5a300000 + 1M)\n"
            + "player map(s, 0x5a399000, 0x1000)\nplayer close_channel(ch)\n");
    }

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task A_saved_run_goes_on_where_it_ended()
    {
        (await _here.RunAsync("run", "day1.tee", "--save-state", "x.state")).ShouldPrint(0)
            .ShouldContain("3 calls in 0.003 s of simulated time");
        string output = (await _here.RunAsync("run", "day2.tee", "--continue-from", "x.state")).ShouldPrint(0);
        output.ShouldContain("3 calls in 0.006 s of simulated time");
        output.ShouldContain("OK: nothing leaked, all expectations hold");
    }

    [Fact]
    public async Task The_second_script_can_wait_for_a_process_of_the_first()
    {
        _here.Write("wait.tee", Settings + "input wait(player)\ninput s2 = open_session(drm)\n");
        (await _here.RunAsync("run", "day1.tee", "--save-state", "x.state")).ShouldPrint(0);
        (await _here.RunAsync("run", "wait.tee", "--continue-from", "x.state")).ShouldPrint(0);
    }

    [Fact]
    public async Task Without_the_state_the_second_script_is_bad_input() =>
        (await _here.RunAsync("run", "day2.tee")).ShouldRefuse(
            "day2.tee:4:14: unknown session 's'; no open_session above gives one a name",
            "day2.tee:5:22: unknown channel 'ch'; no open_channel above gives one a name",
            "day2.tee:6:22: unknown session 's'; no open_session above gives one a name");

    [Fact]
    public async Task A_state_can_be_continued_and_saved_at_once_onto_itself()
    {
        (await _here.RunAsync("run", "day1.tee", "--save-state", "x.state")).ShouldPrint(0);
        _here.Write("nothing.tee", Settings);
        byte[] before = await File.ReadAllBytesAsync(_here.PathOf("x.state"), TestContext.Current.CancellationToken);
        (await _here.RunAsync("run", "nothing.tee", "--continue-from", "x.state", "--save-state", "x.state")).ShouldPrint(0);
        (await File.ReadAllBytesAsync(_here.PathOf("x.state"), TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task A_leak_in_the_second_script_is_exit_code_1()
    {
        (await _here.RunAsync("run", "day1.tee", "--save-state", "x.state")).ShouldPrint(0);
        (await _here.RunAsync("run", "leak.tee", "--continue-from", "x.state")).ShouldPrint(1)
            .ShouldContain("FAILED: leak; the guilty call is `player: close_channel(ch)` (line 7)");
    }

    [Fact]
    public async Task A_failed_run_is_saved_too()
    {
        _here.Write("fail.tee", $"{Day1}expect channels == 2\n");
        (await _here.RunAsync("run", "fail.tee", "--save-state", "x.state")).ShouldPrint(1);
        (await _here.RunAsync("run", "day2.tee", "--continue-from", "x.state")).ShouldPrint(0);
    }

    [Theory]
    [InlineData("--save-state")]
    [InlineData("--continue-from")]
    public async Task Several_scripts_are_refused(string option)
    {
        (await _here.RunAsync("run", "day1.tee", "day2.tee", option, "x.state"))
            .ShouldRefuse("teesim: found several scripts with --save-state or --continue-from; name one script; try 'teesim run --help'");
        File.Exists(_here.PathOf("x.state")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--save-state")]
    [InlineData("--continue-from")]
    public async Task An_option_without_its_state(string option)
    {
        (await _here.RunAsync("run", "day1.tee", option)).ShouldRefuse($"teesim: found no STATE behind {option}; try 'teesim run --help'");
        (await _here.RunAsync("run", option, "day1.tee")).ShouldRefuse("teesim: found no FILE; name at least one; try 'teesim run --help'");
    }

    [Fact]
    public async Task A_state_can_stand_behind_an_equals_sign()
    {
        (await _here.RunAsync("run", "--save-state=x.state", "day1.tee")).ShouldPrint(0);
        (await _here.RunAsync("run", "--continue-from=x.state", "day2.tee")).ShouldPrint(0);
    }

    [Fact]
    public async Task A_state_that_is_not_there() =>
        (await _here.RunAsync("run", "day2.tee", "--continue-from", "x.state"))
            .ShouldRefuse("x.state: there is no such file; check the path");

    [Fact]
    public async Task A_state_that_is_none() =>
        (await _here.RunAsync("run", "day2.tee", "--continue-from", "day1.tee"))
            .ShouldRefuse("day1.tee: this is no state that TeeSim has saved; write one with 'teesim run FILE --save-state STATE'");

    [Fact]
    public async Task A_state_of_an_older_TeeSim()
    {
        _here.Write("x.state", "TeeSim state 1\n");
        (await _here.RunAsync("run", "day2.tee", "--continue-from", "x.state"))
            .ShouldRefuse("x.state: the state was saved by an older TeeSim; save it again with 'teesim run FILE --save-state STATE'");
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public async Task A_device_is_no_state(string name)
    {
        Assert.SkipUnless(File.Exists(name), $"There is no {name} here.");
        CommandResult result = await _here.RunAsync("run", "day2.tee", "--continue-from", name);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldStartWith($"{name}: this is no state that TeeSim has saved");
    }

    [Fact]
    public async Task A_damaged_state()
    {
        (await _here.RunAsync("run", "day1.tee", "--save-state", "x.state")).ShouldPrint(0);
        byte[] bytes = await File.ReadAllBytesAsync(_here.PathOf("x.state"), TestContext.Current.CancellationToken);
        bytes[^100] ^= 1;
        _here.Write("x.state", bytes);
        (await _here.RunAsync("run", "day2.tee", "--continue-from", "x.state"))
            .ShouldRefuse("x.state: the state is damaged: its checksum does not fit; save it again");
    }

    [Fact]
    public async Task Other_settings_are_refused()
    {
        (await _here.RunAsync("run", "day1.tee", "--save-state", "x.state")).ShouldPrint(0);
        _here.Write("day2.tee", Day2.Replace("24K", "25K", StringComparison.Ordinal));
        (await _here.RunAsync("run", "day2.tee", "--continue-from", "x.state")).ShouldRefuse(
            "day2.tee: the state was saved by a script with other settings or TAs; "
            + "a script can go on only with the same ones, written the same way");
    }

    [Theory]
    [InlineData("no/x.state")]
    [InlineData(".")]
    public async Task A_state_that_cannot_be_written(string name)
    {
        CommandResult result = await _here.RunAsync("run", "day1.tee", "--save-state", name);
        result.ShouldEndWith(2, $"{name}: the state cannot be written here; check the path, its permissions and the disk");
        result.Output.ShouldContain("3 calls");
    }

    [Fact]
    public async Task A_bad_script_saves_nothing()
    {
        _here.Write("bad.tee", "target amlogic-3.9-arm32\nheap 0\n");
        (await _here.RunAsync("run", "bad.tee", "--save-state", "x.state"))
            .ShouldRefuse("bad.tee:2:6: found a heap of 0 bytes; it must have 1024 to 67108864");
        File.Exists(_here.PathOf("x.state")).ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_core_panic_nothing_is_saved()
    {
        File.Copy(Repository.Scenario(Path.Combine("error-paths", "deadlock-avoidance-panics.tee")), _here.PathOf("panic.tee"));
        CommandResult result = await _here.RunAsync("run", "panic.tee", "--save-state", "x.state");
        result.ShouldEndWith(1, "x.state: no state was saved: the core has panicked, there is nothing to go on from");
        File.Exists(_here.PathOf("x.state")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_options_are_in_the_help()
    {
        string help = (await _here.RunAsync("run", "--help")).ShouldPrint(0);
        help.ShouldContain("--save-state <STATE>");
        help.ShouldContain("--continue-from <STATE>");
    }
}

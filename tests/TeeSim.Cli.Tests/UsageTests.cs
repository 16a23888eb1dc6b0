namespace TeeSim.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Theory]
    [InlineData("", "found no command; name one of run, explore, verify, minimize, fuzz, replay; try 'teesim --help'")]
    [InlineData("rnu x.tee", "unknown command 'rnu'; did you mean 'run'?")]
    [InlineData("replya", "unknown command 'replya'; did you mean 'replay'?")]
    [InlineData("version", "unknown command 'version'; did you mean '--version'?")]
    [InlineData("frobnicate a b", "unknown command 'frobnicate'; try 'teesim --help'")]
    [InlineData("x.tee", "unknown command 'x.tee'; try 'teesim --help'")]
    [InlineData("-- run x.tee", "found 'run' behind '--', where only files can be; try 'teesim --help'")]
    [InlineData("--wat", "unknown option '--wat'; try 'teesim --help'")]
    [InlineData("--json", "unknown option '--json'; try 'teesim --help'")]
    [InlineData("--verson", "unknown option '--verson'; did you mean '--version'?")]
    [InlineData("run", "found no FILE; name at least one; try 'teesim run --help'")]
    [InlineData("run --", "found no FILE; name at least one; try 'teesim run --help'")]
    [InlineData("run --json --log", "found no FILE; name at least one; try 'teesim run --help'")]
    [InlineData("run --jsno x.tee", "unknown option '--jsno'; did you mean '--json'?")]
    [InlineData("run x.tee --lgo", "unknown option '--lgo'; did you mean '--log'?")]
    [InlineData("run x.tee -j", "unknown option '-j'; try 'teesim run --help'")]
    [InlineData("run x.tee --log=all", "found '--log=all'; --log takes no value; try 'teesim run --help'")]
    [InlineData("run x.tee --json:yes", "found '--json:yes'; --json takes no value; try 'teesim run --help'")]
    [InlineData("run x.tee --schedule", "found no SCHEDULE behind --schedule; try 'teesim run --help'")]
    [InlineData("run x.tee --schedule=", "found no SCHEDULE behind --schedule; try 'teesim run --help'")]
    [InlineData("run x.tee --save-state", "found no STATE behind --save-state; try 'teesim run --help'")]
    [InlineData("run x.tee y.tee --continue-from", "found no STATE behind --continue-from; try 'teesim run --help'")]
    [InlineData("run x.tee --version", "unknown option '--version'; try 'teesim run --help'")]
    [InlineData("replay", "found no TRACE; name at least one; try 'teesim replay --help'")]
    [InlineData("replay x.trace --log", "unknown option '--log'; try 'teesim replay --help'")]
    [InlineData("replay --jsn x.trace", "unknown option '--jsn'; did you mean '--json'?")]
    [InlineData("\u001b[31mrun", @"unknown command '\u001b[31mrun'; try 'teesim --help'")]
    [InlineData("run --\u001b[31m", @"unknown option '--\u001b[31m'; try 'teesim run --help'")]
    public async Task A_wrong_command_line_gets_one_sentence(string words, string sentence) =>
        (await _here.RunAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ShouldRefuse($"teesim: {sentence}");

    [Fact]
    public async Task An_empty_word_is_no_command() =>
        (await _here.RunAsync("")).ShouldRefuse("teesim: unknown command ''; try 'teesim --help'");

    [Theory]
    [InlineData("run", "--json")]
    [InlineData("replay", "--log")]
    public async Task Behind_two_dashes_every_word_is_a_file(string command, string file) =>
        (await _here.RunAsync(command, "--", file)).ShouldRefuse($"{file}: there is no such file; check the path");

    [Fact]
    public async Task A_word_with_an_at_sign_is_a_file_and_not_a_list_of_words()
    {
        _here.Write("words", "run --help");
        (await _here.RunAsync("@words")).ShouldRefuse("teesim: unknown command '@words'; try 'teesim --help'");
        (await _here.RunAsync("run", "@words")).ShouldRefuse("@words: there is no such file; check the path");
    }

    [Fact]
    public async Task The_version_is_printed() =>
        (await _here.RunAsync("--version")).ShouldPrint(0).ShouldBe($"0.1.0{Environment.NewLine}");

    [Theory]
    [InlineData(
        "", "teesim run scenarios/", "teesim replay ", "  4  nothing wrong was found, but not all was tried; 0 with --allow-stopped",
        "--version", "--help", "run <FILE>", "replay <TRACE>")]
    [InlineData("run", "  4  the schedule ends early, so nothing is known of what comes behind it; 0 with --allow-stopped",
        "teesim run scenarios/", "--log", "--json", "--help", "<FILE>")]
    [InlineData("replay", "teesim replay tests/traces/", "--json", "--help", "<TRACE>")]
    public async Task The_help_has_examples_and_names_every_option_and_exit_code(string command, params string[] parts)
    {
        string help = (await _here.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).ShouldPrint(0);
        foreach (string part in (string[])[
            "Examples:",
            "Exit codes",
            "  0  ",
            "  1  ",
            "  2  bad usage or bad input",
            "  3  a bug in TeeSim",
            .. parts,
        ])
        {
            help.ShouldContain(part);
        }
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("-?")]
    public async Task The_help_has_short_names(string option) =>
        (await _here.RunAsync(option)).ShouldPrint(0).ShouldBe((await _here.RunAsync("--help")).Output);
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace TeeSim.Cli.Tests.Fuzz;

public sealed partial class FuzzTests : IDisposable
{
    private const string Unreachable = "a channel is still open that nobody will ever close; the guilty call is p1: close_session(s)";
    private const string Leak = "leak-close_channel-mobj.c-168.tee";

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task The_incident_is_found_kept_and_shown_again()
    {
        string output = (await _here.RunAsync("fuzz", "--runs", "2500", "--corpus", "found")).ShouldPrint(1);
        output.ShouldContain($"  teesim run found/{Leak}\n");
        output.ShouldContain(": leak from mobj.c:168, tee_mmu.c:257; the guilty call is p");
        output.ShouldMatch("\n2,500 runs, [0-9,]+ calls from seed 1: [0-9]+ distinct failures\n"
            + "(  known of OP-TEE itself, whatever the driver: [^\n]+\n)+$");
        (await _here.RunAsync("run", $"found/{Leak}")).ShouldPrint(1).ShouldContain("FAILED: leak; the guilty call is `p");
    }

    [Fact]
    public async Task What_is_in_the_corpus_is_known()
    {
        await _here.RunAsync("fuzz", "--runs", "1700", "--corpus", "found");
        int known = Directory.GetFiles(_here.PathOf("found")).Length;
        known.ShouldBeGreaterThan(1);
        CommandResult again = await _here.RunAsync("fuzz", "--runs", "1", "--corpus", "found");
        again.ShouldPrint(0).ShouldMatch($"^1 run, [0-9]+ calls? from seed 1: nothing found, besides {known} known from found\n$");
    }

    [Fact]
    public async Task Without_a_corpus_the_scripts_are_printed()
    {
        string output = (await _here.RunAsync("fuzz", "--runs", "200")).ShouldPrint(1);
        output.ShouldContain($"  save as unreachable_channel.tee, then: teesim run unreachable_channel.tee\n\n# {Unreachable}\n\n"
            + "target amlogic-3.9-arm32\n");
        output.ShouldContain("\np1  close_session(s)\n");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_in_every_culture()
    {
        string[] words = ["fuzz", "--runs", "200", "--seed", "7"];
        CommandResult expected = await _here.RunAsync(words, [("LC_ALL", "C")]);
        (await _here.RunAsync(words, [("LC_ALL", "tr_TR.UTF-8")])).ShouldBe(expected);
        (await _here.RunAsync(words, [("LC_ALL", "ru_RU.UTF-8"), ("TZ", "Asia/Kolkata")])).ShouldBe(expected);
        (await _here.RunAsync("fuzz", "--runs", "200", "--seed", "8")).Output.ShouldNotBe(expected.Output);
    }

    [Fact]
    public async Task Time_ends_it_and_what_was_found_up_to_there_is_the_same()
    {
        string timed = (await _here.RunAsync("fuzz", "--time", "100ms", "--runs", "1000000000")).Output;
        string runs = Runs().Match(timed).Groups[1].Value.Replace(",", "", StringComparison.Ordinal);
        (await _here.RunAsync("fuzz", "--runs", runs)).Output.ShouldBe(timed);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_what_was_found_up_to_there()
    {
        CommandResult result = await _here.InterruptAsync("  save as ", "fuzz", "--runs", "1000000000");
        string runs = Runs().Match(result.ShouldPrint(1)).Groups[1].Value.Replace(",", "", StringComparison.Ordinal);
        (await _here.RunAsync("fuzz", "--runs", runs)).ShouldBe(result);
    }

    [Fact]
    public async Task Broken_files_of_the_corpus_are_reported_and_skipped()
    {
        Directory.CreateDirectory(_here.PathOf("found"));
        _here.Write("found/bad.tee", "target amlogic-3.9-arm32\nplayer opne_session(drm)\n");
        CommandResult result = await _here.RunAsync("fuzz", "--runs", "1", "--corpus", "found");
        result.ShouldEndWith(0, "found/bad.tee:2:8: unknown call 'opne_session'; did you mean 'open_session'?");
        File.ReadAllText(_here.PathOf("found/bad.tee")).ShouldContain("opne_session");
    }

    [Fact]
    public async Task Programs_get_JSON()
    {
        using JsonDocument json = JsonDocument.Parse((await _here.RunAsync("fuzz", "--runs", "200", "--json")).ShouldPrint(1));
        json.RootElement.GetProperty("runs").GetInt64().ShouldBe(200);
        json.RootElement.GetProperty("failures").EnumerateArray().Count(f => f.GetProperty("sentence").GetString() == Unreachable)
            .ShouldBe(1);
    }

    [Theory]
    [InlineData("--runs 0", "teesim: found --runs 0 where a number of at least 1 is expected")]
    [InlineData("--processes 27", "teesim: found --processes 27 where a number from 1 to 26 is expected")]
    [InlineData("--calls 0", "teesim: found --calls 0 where a number from 1 to 1000 is expected")]
    [InlineData("--time 10", "teesim: found --time '10' where a time such as 10s is expected")]
    [InlineData("--time 25h", "teesim: --time: found '25h' where a time of at most 24h is expected")]
    [InlineData("--target amlogic-3.9-arm23", "teesim: unknown target 'amlogic-3.9-arm23'; did you mean 'amlogic-3.9-arm32'?")]
    [InlineData("--driver shiped", "teesim: unknown driver 'shiped'; did you mean 'shipped'?")]
    public async Task A_wrong_option_gets_one_sentence(string words, string sentence) =>
        (await _here.RunAsync(["fuzz", .. words.Split(' ')])).ShouldRefuse(sentence);

    [GeneratedRegex("(?m)^([0-9,]+) runs?, [0-9,]+ calls? from seed 1: ")]
    private static partial Regex Runs();
}

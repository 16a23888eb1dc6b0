using System.Text.Json;
using System.Text.RegularExpressions;
using TeeSim.TestSupport;

namespace TeeSim.Cli.Tests.Explore;

public sealed partial class ExploreTests : IDisposable
{
    private const string Switch = "switch.tee";

    private static readonly string[] Jobs = ["1", "2", "3"];

    private readonly Workplace _here = new();

    public ExploreTests()
    {
        File.Copy(Path.Combine(Repository.Root, "scenarios", "livetv-channel-switch.tee"), _here.PathOf(Switch));
        File.Copy(Path.Combine(Repository.Root, "scenarios", "livetv-close-after-unmap.tee"), _here.PathOf("clean.tee"));
    }

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task The_verdict_comes_last_and_says_that_all_was_tried()
    {
        string output = (await _here.RunAsync("explore", Switch)).ShouldPrint(1);
        output.TrimEnd().ShouldEndWith("All 1,662,804 orderings tried: 277,134 clean, 1,385,670 leak");
        output.ShouldContain("the guilty call is `input: close_channel(ch)` (line 21)");
        output.ShouldContain("`player: unmap(s, 0x5a399000, 0x1000)` (line 22) came too late and returned ITEM_NOT_FOUND");
        output.ShouldContain("equal up to addresses (sound for leaks, not for fragmentation)");
    }

    [Fact]
    public async Task The_line_that_it_prints_shows_the_failure_again()
    {
        string output = (await _here.RunAsync("explore", Switch)).Output;
        string[] words = ReplayLine().Match(output).Groups[1].Value.Split(' ');
        words.ShouldContain("--schedule");
        (await _here.RunAsync(words)).ShouldPrint(1).ShouldContain("FAILED: leak; the guilty call is `input: close_channel(ch)` (line 21)");
        (await _here.RunAsync([.. words, "--driver", "deferred-close"])).ShouldPrint(0)
            .ShouldContain("OK: nothing leaked, all expectations hold");
    }

    [Fact]
    public async Task A_fix_that_holds_is_clean_under_every_ordering_and_fault()
    {
        string output =
            (await _here.RunAsync("explore", Switch, "--driver", "deferred-close-and-reaper", "--kill", "--ta-panic")).ShouldPrint(0);
        output.ShouldContain("driver deferred-close-and-reaper: 3 processes; any process may die, TAs may panic; one fault an ordering");
        Verdict().IsMatch(output).ShouldBeTrue(output);
    }

    [Theory]
    [InlineData(4, "explore", Switch, "--transitions", "500", "--driver", "deferred-close")]
    [InlineData(0, "explore", Switch, "--transitions", "500", "--driver", "deferred-close", "--allow-stopped")]
    [InlineData(1, "explore", Switch, "--transitions", "2000")]
    public async Task What_stopped_says_so_and_ends_as_found(int exitCode, params string[] words) =>
        (await _here.RunAsync(words)).ShouldPrint(exitCode)
            .ShouldMatch("Stopped after [0-9,]+ orderings? of at least 1,662,804: .*; no more transitions were allowed");

    [Fact]
    public async Task Two_searches_say_the_same_byte_for_byte_however_many_threads_there_are()
    {
        string[] outputs =
            [.. await Task.WhenAll(Jobs.Select(async jobs => (await _here.RunAsync("explore", Switch, "--jobs", jobs, "--json")).Output))];
        outputs.ShouldAllBe(o => o == outputs[0]);
        using var json = JsonDocument.Parse(outputs[0]);
        json.RootElement.GetProperty("orderings").GetString().ShouldBe("1662804");
        json.RootElement.GetProperty("proved").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Ctrl_C_ends_with_the_verdict_so_far()
    {
        string larger = (await File.ReadAllTextAsync(_here.PathOf(Switch), TestContext.Current.CancellationToken))
            .Replace("repeat 2", "repeat 12", StringComparison.Ordinal);
        _here.Write("larger.tee", larger);
        CommandResult result;
        TimeSpan after = TimeSpan.FromMilliseconds(500);
        do
        {
            // A search says nothing on the way: when it had found nothing yet, or had not even begun, it gets more time.
            result = await _here.InterruptAsync(after *= 2, "explore", "larger.tee");
        }
        while (!FoundLeaks().IsMatch(result.Output));
        result.ShouldPrint(1).ShouldMatch("Stopped after [0-9,]+ orderings? of at least [0-9,]+.*; it was interrupted");
    }

    [Theory]
    [InlineData("explore switch.tee --driver shiped", "teesim: unknown driver 'shiped'; did you mean 'shipped'?")]
    [InlineData("explore switch.tee --driver none.dll", "teesim: none.dll does not exist")]
    [InlineData("explore switch.tee --faults 9", "teesim: found --faults 9 where a number from 1 to 8 is expected")]
    [InlineData("explore switch.tee --memory 1", "teesim: found --memory '1' where a size of at least 16M such as 2G is expected")]
    [InlineData("explore switch.tee --time soon", "teesim: found --time 'soon' where a time such as 10s is expected")]
    [InlineData("run switch.tee --schedule 00000000-ab",
        "switch.tee: the schedule '00000000-ab' belongs to another script, or this one has been changed since; explore it again")]
    [InlineData("run switch.tee --schedule hello",
        "switch.tee: found 'hello' where a schedule is expected, such as 1c0ffee5-2a3b; copy it from the line that explore prints")]
    [InlineData("run switch.tee switch.tee --schedule 00000000-ab",
        "teesim: found several scripts with --schedule; name one script; try 'teesim run --help'")]
    [InlineData("minimize clean.tee", "clean.tee: the script does not fail when it is run as written; "
        + "name one that fails, or the order in which it fails with --schedule")]
    [InlineData("verify nowhere.tee", "nowhere.tee: there is no such file; check the path")]
    public async Task Bad_input_gets_one_sentence(string words, string sentence) =>
        (await _here.RunAsync(words.Split(' '))).ShouldRefuse(sentence);

    [Fact]
    public async Task A_script_of_too_many_calls_is_refused_with_what_to_do()
    {
        _here.Write("long.tee", (await File.ReadAllTextAsync(_here.PathOf(Switch), TestContext.Current.CancellationToken))
            .Replace("repeat 2", "repeat 9000", StringComparison.Ordinal));
        (await _here.RunAsync("explore", "long.tee")).ShouldRefuse(
            "long.tee: the script makes more than 5,000 calls, too many to try their orderings; lower a count, "
            + "or say with --rounds how many rounds of a repeat to try");
        (await _here.RunAsync("explore", "long.tee", "--rounds", "1")).ShouldPrint(1)
            .ShouldContain("(1 round of the repeat in line 16: the script can go on)");
    }

    [Fact]
    public async Task The_table_of_drivers_says_proved_or_failed_with_the_line_that_shows_it()
    {
        CommandResult result = await _here.RunAsync("verify", Switch, "--drivers", "all", "--junit", "verify.xml");
        string output = result.ShouldPrint(1);
        output.ShouldContain("7 cells: 4 proved, 3 failed, 0 stopped; 2 for other drivers\nproved rests on: calls made one at a time, ");
        output.ShouldNotContain("crypto");
        output.ShouldContain("        the guilty call is `input: close_channel(ch)` (line 21)");
        output.Split('\n').ShouldAllBe(line => line.TrimEnd() == line);
        output.ShouldMatch("teesim run switch.tee --driver close-unmaps --schedule [0-9a-f]{8}-[a-zKFP0-9.]+");
        var xml = System.Xml.Linq.XDocument.Load(_here.PathOf("verify.xml"));
        xml.Root!.Attribute("tests")!.Value.ShouldBe("9");
        xml.Root.Attribute("failures")!.Value.ShouldBe("3");
        xml.Root.Attribute("skipped")!.Value.ShouldBe("2");
        xml.Descendants("testcase").Where(c => !c.HasElements).Select(c => c.Attribute("name")!.Value)
            .ShouldBe(["close-unmaps-in-owner", "deferred-close", "deferred-close-and-reaper", "unmap-by-region"]);
    }

    [Fact]
    public async Task A_folder_without_scripts_and_a_name_with_markup_do_no_harm()
    {
        Directory.CreateDirectory(_here.PathOf("empty"));
        (await _here.RunAsync("verify", "empty")).ShouldRefuse("empty: there is no *.tee in this folder");
        File.Copy(_here.PathOf(Switch), _here.PathOf("[red]<b>&'.tee"));
        string output = (await _here.RunAsync("verify", "[red]<b>&'.tee", "--drivers", "shipped", "--junit", "x.xml")).ShouldPrint(1);
        output.ShouldContain(@"teesim run '[red]<b>&'\''.tee' --driver shipped --schedule");
        System.Xml.Linq.XDocument.Load(_here.PathOf("x.xml")).Descendants("testsuite").Single().Attribute("name")!.Value
            .ShouldBe("[red]<b>&'.tee");
    }

    [Fact]
    public async Task A_proof_says_what_it_rests_on()
    {
        (await _here.RunAsync("explore", Switch, "--driver", "deferred-close")).ShouldPrint(0).TrimEnd().ShouldEndWith(
            "clean\n  it rests on: calls made one at a time, as the core's lock sees to it for TAs; "
            + "no faults; states equal up to addresses");
        (await _here.RunAsync(
            "explore", Repository.Scenario("crypto/allocate-update-final.tee"), "--exact", "--ta-panic", "--faults", "2", "--driver",
            "crypto-reaper")).ShouldPrint(0).TrimEnd().ShouldEndWith(
                "clean\n  it rests on: calls made one at a time, as the core's lock sees to it for TAs; "
                + "up to 2 faults an ordering (panicking TAs); states equal only byte by byte");
    }

    [Fact]
    public async Task Rounds_that_are_left_out_are_no_proof()
    {
        CommandResult few = await _here.RunAsync("explore", Switch, "--driver", "deferred-close", "--rounds", "1");
        few.ShouldPrint(4).ShouldMatch("clean \\(1 round of the repeat in line [0-9]+: the script can go on\\)\n");
        few.Output.ShouldNotContain("it rests on");
    }

    [Fact]
    public async Task A_script_for_another_driver_has_no_verdict_with_this_one()
    {
        File.Copy(Repository.Scenario("crypto/client-dies.tee"), _here.PathOf("client-dies.tee"));
        string output = (await _here.RunAsync(
            "verify", Switch, "client-dies.tee", "--drivers", "deferred-close", "--drivers", "crypto-reaper")).ShouldPrint(0);
        output.ShouldMatch("^  script .*[^ ]\n─+\n  switch.tee +proved +-\n  client-dies.tee +- +proved\n\n");
        output.ShouldContain("2 cells: 2 proved, 0 failed, 0 stopped; 2 for other drivers\n");
    }

    [Fact]
    public async Task A_cell_in_which_only_OP_TEE_fails_is_known_and_no_failure()
    {
        File.WriteAllText(_here.PathOf("known.tee"), "target optee-3.10-arm32\n"
            + "ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session\n"
            + "app open_session(drm, sdp: 0x5a300000 + 1M) -> BAD_PARAMETERS\n");
        string output = (await _here.RunAsync("verify", "known.tee", "--drivers", "shipped")).ShouldPrint(0);
        output.ShouldContain("known   known.tee, shipped: a session stays when its parameters are refused\n");
        output.ShouldContain("1 cell: 0 proved, 0 failed, 0 stopped, 1 known\n");
        (await _here.RunAsync("run", "known.tee")).ShouldPrint(1);
    }

    [GeneratedRegex("teesim (run switch.tee --schedule [^ \n]+)")]
    private static partial Regex ReplayLine();

    [GeneratedRegex("All [0-9,]+ orderings tried: [0-9,]+ clean\n")]
    private static partial Regex Verdict();

    [GeneratedRegex("[0-9] leaks?[,;]")]
    private static partial Regex FoundLeaks();
}

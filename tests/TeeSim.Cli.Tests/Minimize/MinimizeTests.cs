using System.Text.Json;
using System.Text.RegularExpressions;
using TeeSim.TestSupport;

namespace TeeSim.Cli.Tests.Minimize;

public sealed partial class MinimizeTests : IDisposable
{
    private const string Incident = "incident.tee";
    private const string Sentence = "leak from mobj.c:168, tee_mmu.c:257; the guilty call is input: close_channel(ch)";

    private readonly Workplace _here = new();

    public MinimizeTests()
    {
        File.Copy(Repository.Scenario("livetv-close-before-unmap.tee"), _here.PathOf(Incident));
        File.Copy(Repository.Scenario("livetv-channel-switch.tee"), _here.PathOf("switch.tee"));
        File.Copy(Repository.Scenario("livetv-close-after-unmap.tee"), _here.PathOf("clean.tee"));
    }

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task The_script_is_printed_and_says_what_it_shows() =>
        (await _here.RunAsync("minimize", Incident)).ShouldPrint(0).ShouldBe($"""
            # {Sentence}

            target amlogic-3.9-arm32

            ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session cache_maintenance
            ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session cache_maintenance

            input   t  = open_session(tvp)
            input   ch = open_channel(t, input: 0x5a000000 + 0x1000, bind: drm)
            player  s  = open_session(drm)
            player  va = map(s, 0x5a000000, 0x1000)
            input   close_channel(ch)
            expect leaked == 0

            """);

    [Fact]
    public async Task The_script_in_a_file_fails_in_the_same_way_when_it_is_run()
    {
        string[] said = (await _here.RunAsync("minimize", Incident, "--output", "short.tee")).ShouldPrint(0).TrimEnd().Split('\n');
        said[0].ShouldBe(Sentence);
        said[1].ShouldMatch("^5 of 18 calls left after [0-9]+ trials$");
        said[2].ShouldBe("teesim run short.tee");
        (await _here.RunAsync("run", "short.tee")).ShouldPrint(1)
            .ShouldContain("FAILED: leak; the guilty call is `input: close_channel(ch)`");
    }

    [Fact]
    public async Task An_order_that_explore_has_found_is_minimised_from_there()
    {
        string schedule = Schedule().Match((await _here.RunAsync("explore", "switch.tee")).Output).Groups[1].Value;
        schedule.ShouldNotBeEmpty();
        string script = (await _here.RunAsync("minimize", "switch.tee", "--schedule", schedule)).ShouldPrint(0);
        _here.Write("short.tee", script);
        (await _here.RunAsync("run", "short.tee")).ShouldPrint(1).ShouldContain("FAILED: leak; the guilty call is `input: close_channel(");
    }

    [Fact]
    public async Task An_order_of_few_rounds_is_minimised_with_as_many()
    {
        string script = (await File.ReadAllTextAsync(_here.PathOf("switch.tee"), TestContext.Current.CancellationToken))
            .Replace("repeat 2", "repeat 9000", StringComparison.Ordinal);
        _here.Write("long.tee", script);
        string line = ReplayLine()
            .Match((await _here.RunAsync("explore", "long.tee", "--rounds", "1", "--driver", "close-unmaps")).Output).Groups[1].Value;
        line.ShouldContain(" --rounds 1");
        (await _here.RunAsync(["minimize", .. line.Split(' ')])).ShouldPrint(0).ShouldContain("\ninput   close_channel(ch)\n");
    }

    [Fact]
    public async Task Another_driver_is_written_into_the_script()
    {
        string script = (await _here.RunAsync("minimize", Incident, "--driver", "close-unmaps")).ShouldPrint(0);
        script.ShouldContain("\ndriver close-unmaps\n");
        script.ShouldStartWith("# input: close_channel(ch) stops the core: assertion 'the context is the current one' failed at "
            + "core/arch/arm/mm/tee_mmu.c:0 <vm_unmap>\n");
    }

    [Fact]
    public async Task Programs_get_JSON()
    {
        using JsonDocument json = JsonDocument.Parse((await _here.RunAsync("minimize", Incident, "--json")).ShouldPrint(0));
        json.RootElement.GetProperty("sentence").GetString().ShouldBe(Sentence);
        json.RootElement.GetProperty("kind").GetString().ShouldBe("Leak");
        json.RootElement.GetProperty("calls_after").GetInt32().ShouldBe(5);
        json.RootElement.GetProperty("confirmed").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("clean.tee", "clean.tee: the script does not fail when it is run as written; "
        + "name one that fails, or the order in which it fails with --schedule")]
    [InlineData("missing.tee", "missing.tee: there is no such file; check the path")]
    [InlineData("incident.tee --driver shiped", "teesim: unknown driver 'shiped'; did you mean 'shipped'?")]
    [InlineData("incident.tee --schedule 2a3b",
        "incident.tee: found '2a3b' where a schedule is expected, such as 1c0ffee5-2a3b; copy it from the line that explore prints")]
    public async Task What_cannot_be_minimised_gets_one_sentence(string words, string sentence) =>
        (await _here.RunAsync(["minimize", .. words.Split(' ')])).ShouldRefuse(sentence);

    [Fact]
    public async Task An_output_that_cannot_be_written_is_said_so()
    {
        CommandResult result = await _here.RunAsync("minimize", Incident, "--output", "no/such/folder/x.tee");
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldStartWith("no/such/folder/x.tee: the script cannot be written: ");
    }

    [GeneratedRegex("--schedule ([0-9a-zA-Z.-]+)")]
    private static partial Regex Schedule();

    [GeneratedRegex("teesim run (.+)")]
    private static partial Regex ReplayLine();
}

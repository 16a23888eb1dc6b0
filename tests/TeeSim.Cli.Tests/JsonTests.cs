using System.Text.Json;
using TeeSim.TestSupport;

namespace TeeSim.Cli.Tests;

public sealed class JsonTests : IDisposable
{
    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task A_run_is_an_array_of_reports_in_snake_case()
    {
        string[] words =
            ["run", "--json", Repository.Scenario("livetv-close-after-unmap.tee"), Repository.Scenario("livetv-close-before-unmap.tee")];
        string text = (await _here.RunAsync(words)).ShouldPrint(1);
        (await _here.RunAsync(words)).Output.ShouldBe(text);
        JsonElement reports = Parse(text);
        reports.EnumerateArray().Select(r => r.GetProperty("passed").GetBoolean()).ShouldBe([true, false]);
        JsonElement leak = reports[1].GetProperty("leaks")[0];
        leak.GetProperty("guilty").GetProperty("line").GetInt32().ShouldBe(19);
        reports[1].GetProperty("heap").GetProperty("in_use").GetInt64().ShouldBe(5872);
    }

    [Fact]
    public async Task The_log_does_not_disturb_it()
    {
        CommandResult result = await _here.RunAsync("run", "--json", "--log", Repository.Scenario("livetv-close-before-unmap.tee"));
        Parse(result.Output).GetArrayLength().ShouldBe(1);
        result.Error.ShouldStartWith("[    0.001000@0] [TEE] D/TC:? 00 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA 37eb0e02");
    }

    [Fact]
    public async Task A_script_that_cannot_run_has_no_report()
    {
        CommandResult result = await _here.RunAsync("run", "--json", "missing.tee");
        result.ShouldEndWith(2, "missing.tee: there is no such file; check the path");
        Parse(result.Output).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_replay_is_an_array_of_results_in_snake_case()
    {
        string identical = Repository.Trace("heap", "310-ilp32-plain-first-corrupt-0.trace");
        _here.Write("different.trace", Altered(File.ReadAllText(identical)));
        string[] words = ["replay", "--json", identical, "different.trace", "missing.trace"];
        CommandResult result = await _here.RunAsync(words);
        result.ShouldEndWith(2, "missing.trace: there is no such file; check the path");
        (await _here.RunAsync(words)).Output.ShouldBe(result.Output);
        JsonElement results = Parse(result.Output);
        results.EnumerateArray().Select(r => r.GetProperty("result").GetString()).ShouldBe(["identical", "different", "refused"]);
        results[0].GetProperty("operations").GetInt32().ShouldBeGreaterThan(10);
        results[1].GetProperty("line").GetInt32().ShouldBe(28);
        results[1].GetProperty("expected").GetString().ShouldBe("0x1");
        results[1].GetProperty("got").GetString().ShouldNotBeNull().ShouldStartWith("0x32ee");
        results[2].GetProperty("message").GetString().ShouldBe("there is no such file; check the path");
        results[2].TryGetProperty("line", out _).ShouldBeFalse();
    }

    private static string Altered(string trace)
    {
        string[] lines = trace.Split('\n');
        int malloc = Array.FindIndex(lines, line => line.StartsWith("malloc", StringComparison.Ordinal));
        lines[malloc] = lines[malloc][..lines[malloc].IndexOf("0x", StringComparison.Ordinal)] + "0x1";
        return string.Join('\n', lines);
    }

    private static JsonElement Parse(string text)
    {
        JsonElement root = JsonDocument.Parse(text).RootElement;
        NamesIn(root).ShouldAllBe(name => name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'));
        return root;
    }

    private static IEnumerable<string> NamesIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => NamesIn(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(NamesIn),
        _ => [],
    };
}

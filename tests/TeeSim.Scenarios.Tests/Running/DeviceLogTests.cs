using System.Text.RegularExpressions;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>What the device printed, and what its profile prints.</summary>
public partial class DeviceLogTests
{
    [Fact]
    public void The_status_block_of_a_loaded_ta_is_the_device_s_line_for_line()
    {
        RunReport report = Examples.RunShipped("device-ta-loading.tee");
        report.Passed.ShouldBeTrue(string.Join('\n', report.Failures.Select(failure => failure.Message)));
        string[] device = FromStackPtr(Log("ta-mappings-normal.log"));
        device.Length.ShouldBe(12);
        FromStackPtr(report.Printed.ShouldHaveSingleItem().Lines).ShouldBe(device);
    }

    [Fact]
    public void A_status_block_starts_as_the_device_s_does()
    {
        // Addresses on the heap depend on all that happened before, and the device's TA has been opened more than once.
        IReadOnlyList<string> printed = Examples.RunShipped("device-ta-loading.tee").Printed.ShouldHaveSingleItem().Lines;
        printed.Take(5).Select(WithoutAddresses).ShouldBe(Log("ta-mappings-normal.log").Take(5).Select(WithoutAddresses));
    }

    [Fact]
    public void A_failed_allocation_prints_its_lines_in_the_vendor_s_form()
    {
        string[] device = [.. Log("oom.log").SkipWhile(IsNotOom).TakeWhile(line => !line.Contains("D/TC", StringComparison.Ordinal))];
        var log = new List<string>();
        ScenarioRunner.Run(Examples.LoadShipped("livetv-until-oom.tee"), new RunOptions { OnLogLine = log.Add });
        string[] printed = [.. log.SkipWhile(IsNotOom).Take(device.Length)];

        // The line, the load address, "Call stack:" and six frames: the same but for the addresses and the size.
        device.Length.ShouldBe(9);
        printed.Select(Form).ShouldBe(device.Select(Form));
        WithoutStamp(printed[0]).ShouldBe("E/TC:0 00 print_oom:200 Memory allocation failed: size 32 context 0x32ed5694");
        ulong load = Convert.ToUInt64(printed[1][(printed[1].LastIndexOf('x') + 1)..], 16);
        printed.Skip(3).Select(line => Convert.ToUInt64(line[(line.LastIndexOf('x') + 1)..], 16))
            .ShouldAllBe(frame => frame > load && frame < load + 0x80000);
    }

    private static bool IsNotOom(string line) => !line.Contains("print_oom", StringComparison.Ordinal);

    private static IEnumerable<string> Log(string name) =>
        File.ReadLines(Path.Combine(Repository.Root, "tests", "logs", name)).Select(line => line.TrimEnd());

    private static string[] FromStackPtr(IEnumerable<string> lines) =>
        [.. lines.SkipWhile(line => !line.Contains("Stack Ptr", StringComparison.Ordinal)).Select(WithoutStamp)];

    /// <summary>The carrier in front of a line is the terminal's: when and on which core it was printed.</summary>
    private static string WithoutStamp(string line) => line[(line.IndexOf("[TEE] ", StringComparison.Ordinal) + 6)..].TrimEnd();

    private static string WithoutAddresses(string line) => HeapAddress().Replace(WithoutStamp(line), "0x");

    private static string Form(string line) => Number().Replace(Core().Replace(WithoutStamp(line), "E/TC:n"), "n");

    [GeneratedRegex("0x32[0-9a-f]{6}")]
    private static partial Regex HeapAddress();

    [GeneratedRegex("^E/TC:[0-9]")]
    private static partial Regex Core();

    [GeneratedRegex("0x[0-9a-f]+|(?<=size )[0-9]+")]
    private static partial Regex Number();
}

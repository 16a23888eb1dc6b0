using System.Globalization;
using System.Text;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Minimizing;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Tests.Minimizing;

/// <summary>Scripts for tests.</summary>
internal static class Scripts
{
    public const string Head = """
        target amlogic-3.9-arm32
        heap   256K
        vdec   0x5a000000 + 8M

        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session cache_maintenance
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session cache_maintenance


        """;

    public static Scenario Parse(string text, IDriverFactory? driver = null) =>
        Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics, driver: driver)
        ?? throw new InvalidOperationException($"{diagnostics[0]}");

    public static RunReport Run(string text, string? driver = null)
    {
        Scenario scenario = Parse(text);
        return ScenarioRunner.Run(driver is null ? scenario : scenario.WithDriver(TvpDrivers.Find(driver)!), new RunOptions());
    }

    public static MinimizedScript Minimize(string text, IDriverFactory? driver = null)
    {
        MinimizedScript? script = Minimizer.Minimize(Parse(text, driver), out Diagnostic? problem);
        problem.ShouldBeNull();
        return script!;
    }

    /// <summary>The statements of a script that are calls or expectations.</summary>
    public static string[] LinesOf(string script) =>
        [.. script.Split('\n').Where(line => line.Contains('(', StringComparison.Ordinal) && !line.StartsWith('#'))];

    /// <summary>
    /// A soak of several hundred calls: viewers watch, a recorder maps and unmaps, buffers are shared, sessions come and go, and in one of
    /// the rounds one channel is closed before its mapping is gone.
    /// </summary>
    public static string Soak()
    {
        var text = new StringBuilder(Head);
        text.Append("input     t  = open_session(tvp)\nplayer    s  = open_session(drm)\nrecorder  r  = open_session(drm)\n");
        for (int round = 0; round < 40; round++)
        {
            bool early = round == 23;
            int channel = 0x5a300000 + round * 0x1000;
            text.Append(
                CultureInfo.InvariantCulture, $"input     ch = open_channel(t, input: 0x{channel:x} + 1M, bind: drm, cfg: {round})\n");
            text.Append(
                CultureInfo.InvariantCulture, $"guide     b  = register_shm({round + 1}K)\nguide     g  = open_session(drm, shm: b)\n");
            text.Append(CultureInfo.InvariantCulture, $"player    va = map(s, 0x{channel + 0x99000:x}, 0x1000)\n");
            text.Append("recorder  z  = map_zi(r, 0x3000)\nguide     invoke(g, shm: b, user: 7)\n");
            if (early) text.Append("input     close_channel(ch)\n");
            text.Append(CultureInfo.InvariantCulture,
                $"player    unmap(s, 0x{channel + 0x99000:x}, 0x1000){(early ? " -> ITEM_NOT_FOUND" : "")}\n");
            if (!early) text.Append("input     close_channel(ch)\n");
            text.Append(
                "recorder  unmap_zi(r, z, 0x3000)\nguide     close_session(g)\nguide     release_shm(b)\nqa        mdbg_check(0)\n");
        }

        return text.Append("expect leaked == 0\n").ToString();
    }
}

using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests;

/// <summary>Scripts that the tests share, and the shortest way to parse and check one.</summary>
internal static class Examples
{
    /// <summary>Uses every kind of statement, and is in its canonical form.</summary>
    public const string ChannelSwitch = """
        # A channel switch in which the TV input service closes the channel too early.
        target amlogic-3.9-arm32
        heap   128K
        ta_ram 0x05580000 + 8M
        shm_vaspace 0x30000000 + 1M
        vcore  0x32000000 + 1M
        vdec   0x5a000000 + 8M
        maps_per_channel 1
        threads 10
        driver shipped

        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session cache_maintenance {
            region va 0x00103000 pa 0x05580000 size 0x2000 flags rw-RW-
        }
        ta app 5b9e0e40-2636-11e1-ad9e-0002a5d5c51b {
            segment at 0 size 0x14000 flags r-x
            segment at 0x14000 size 0x4000 flags rw-
            heap 32K
            stack 2K used 0x100
            aslr 60
            binary 0x19000
        }

        input   t  = open_session(tvp)
        player  s  = open_session(drm)
        repeat 4 {
            input   ch = open_channel(t, input: 0x5a300000 + 1M, output: 0x5a500000 + 1M, bind: drm)
            player  va = map(s, 0x5a399000, 0x1000)
            input   close_channel(ch)
            player  unmap(s, 0x5a399000, 0x1000) -> ITEM_NOT_FOUND
        }
        repeat until print_oom max 5000 {
            player  sleep(4s)
        }
        repeat until out_of_memory max 2 {
            player  a  = open_session(app) {
                input   b  = register_shm(8K)
            }  # meanwhile
            input   invoke(a, shm: b, temp: 4K, user: 1000, panics: 0xdead) -> hangs
        }
        qa      mdbg_check(1)
        qa      print_mappings(drm)
        expect leaked == 0
        expect regions(drm) <= 9
        expect blocks(mobj.c:168) == 4

        """;

    public static KnownNames Known { get; } = new(["optee-3.10-arm32", "amlogic-3.9-arm32"], ["shipped", "close-unmaps", "deferred-close"]);

    /// <summary>What can be said in scripts for the shipped driver.</summary>
    public static Language Language { get; } = Language.Of(TvpDrivers.Find("shipped").ShouldNotBeNull());

    /// <summary>What the checker says about a script for the shipped driver.</summary>
    public static IReadOnlyList<Diagnostic> Check(Script script) => ScriptChecker.Check(script, Language, Known);

    /// <summary>The script; fails the test when it does not parse.</summary>
    public static Script Parse(string text)
    {
        ParseResult result = ScriptParser.Parse("x.tee", text);
        result.Diagnostics.ShouldBeEmpty();
        return result.Script.ShouldNotBeNull();
    }

    /// <summary>The only statement of a script.</summary>
    public static T ParseOne<T>(string text)
        where T : Statement => Parse(text).Statements.ShouldHaveSingleItem().ShouldBeOfType<T>();

    /// <summary>The script printed back.</summary>
    public static string Reprint(string text) => ScriptPrinter.Print(Parse(text));

    /// <summary>What parsing says, one diagnostic a line; nothing for a good script.</summary>
    public static string SyntaxErrors(string text) => Join(ScriptParser.Parse("x.tee", text).Diagnostics);

    /// <summary>What the checker says about a script that parses, one diagnostic a line.</summary>
    public static string Errors(string text) => Join(Check(Parse(text)));

    /// <summary>All that is wrong with a text that is to be a script that can run, one diagnostic a line.</summary>
    public static string Refusal(string text)
    {
        Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics).ShouldBeNull();
        return Join(diagnostics);
    }

    /// <summary>A script that can run; fails the test when it cannot.</summary>
    public static Scenario Runnable(string text, IDriverFactory? driver = null) =>
        Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics, driver: driver).ShouldNotBeNull(Join(diagnostics));

    /// <summary>What a run of a script reports.</summary>
    public static RunReport Run(string text, IDriverFactory? driver = null) => ScenarioRunner.Run(Runnable(text, driver), new RunOptions());

    /// <summary>A shipped script, by its path below <c>scenarios</c>.</summary>
    public static Scenario LoadShipped(string name) =>
        Scenario.Load(Repository.Scenario(name), out IReadOnlyList<Diagnostic> diagnostics).ShouldNotBeNull(Join(diagnostics));

    /// <summary>What a run of a shipped script reports.</summary>
    public static RunReport RunShipped(string name) => ScenarioRunner.Run(LoadShipped(name), new RunOptions());

    private static string Join(IReadOnlyList<Diagnostic> diagnostics) => string.Join('\n', diagnostics);
}

using TeeSim.Scenarios.States;

namespace TeeSim.Scenarios.Tests.States;

/// <summary>A state in which something of everything is open, and a script that uses all of it.</summary>
internal static class SavedStates
{
    public const string Target = "target amlogic-3.9-arm32";

    public const string Settings = Target + """

        heap 24K
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session instance_keep_alive
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session
        ta other 11111111-2222-3333-4444-555555555555

        """;

    public const string Before = """
        player s  = open_session(drm)
        player b  = register_shm(8K)
        player ch = open_channel(s, 0x5a300000 + 1M)
        player va = map(s, 0x5a399000, 0x1000)
        player z  = map_zi(s, 0x3000)
        player i  = ta_open_session(s, tvp)

        """;

    public const string After = """
        qa     mdbg_check(1) -> any
        qa     print_mappings(drm) -> any
        qa     ta_status(drm) -> any
        qa     alloc_stats(0) -> any
        expect sessions(drm) == 1
        expect regions(drm) > 0
        expect channels == 1
        expect ta_ram_largest > 0
        player s2 = open_session(drm, shm: b) -> any
        player invoke(s, shm: b, temp: 4K, sdp: 0x5a300000 + 1M) -> any
        player c2 = open_channel(s, 0x5a500000 + 1M) -> any
        player v2 = map(s, 0x5a500000, 0x2000) -> any
        player unmap(s, 0x5a399000, 0x1000) -> any
        player remap(s, z, 0x1000, 0) -> any
        player o  = open_session(other) -> any
        player ta_close_session(i) -> any
        player close_channel(ch) -> any
        player unmap_zi(s, z, 0x1000) -> any
        player invoke(s, panics: 1) -> any
        player close_session(s) -> any
        player t  = open_session(tvp) -> any
        player die() -> any
        qa     mdbg_check(1) -> any
        expect leaked == 0

        """;

    public static RunState Busy(string target = Target) =>
        CutScript.Run(CutScript.Parse(On(target, Settings + Before))).End.ShouldNotBeNull();

    public static string On(string target, string script) => script.Replace(Target, target, StringComparison.Ordinal);
}

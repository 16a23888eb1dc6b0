using TeeSim.Scenarios.Setup;

namespace TeeSim.Testing.Tests.CallOrderings;

/// <summary>Scripts whose orderings are known.</summary>
internal static class Scripts
{
    private const string Start = """
        target amlogic-3.9-arm32
        vdec   0x5a000000 + 8M
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session

        """;

    /// <summary>2 calls and 6, none of which waits: 28 orderings.</summary>
    public static Scenario Free { get; } = Of("""
        app  a = open_session(drm)
        app  close_session(a)
        other  b = open_session(tvp)
        other  close_session(b)
        other  c = open_session(tvp)
        other  close_session(c)
        other  d = open_session(tvp)
        other  close_session(d)
        """);

    /// <summary>Two locks that are taken in opposite orders: two orderings end, in two others both wait for ever.</summary>
    public static Scenario Locked { get; } = Of("""
        app    lock(x)
        app    lock(y)
        app    a = open_session(drm)
        app    unlock(y)
        app    unlock(x)
        other  lock(y)
        other  lock(x)
        other  b = open_session(drm)
        other  unlock(x)
        other  unlock(y)
        """);

    /// <summary>
    /// A result that another process uses, a wait, a call that comes in while a TA is loaded, a name that is given again.
    /// </summary>
    public static Scenario Tangled { get; } = Of("""
        input   t = open_session(tvp)
        third   b = register_shm(8K)
        repeat 2 {
            input   ch = open_channel(t, 0x5a300000 + 1M, bind: drm)
            player  s = open_session(drm) {
                third  u = open_session(drm)
            }
            player  va = map(s, 0x5a399000, 0x1000) -> any
            third   wait(player)
            third   close_channel(ch) -> any
            player  unmap(s, 0x5a399000, 0x1000) -> any
            input   sleep(1s)
            third   invoke(u, shm: b)
        }
        input   close_session(t)
        """);

    private static Scenario Of(string calls) =>
        Scenario.Parse("text.tee", Start + calls + "\n", out IReadOnlyList<Core.Diagnostics.Diagnostic> diagnostics)
        ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
}

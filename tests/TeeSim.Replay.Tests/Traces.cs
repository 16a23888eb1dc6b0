using System.Text;

namespace TeeSim.Replay.Tests;

/// <summary>Small traces, and the shortest way to replay one.</summary>
internal static class Traces
{
    /// <summary>Eight lines; what a test adds starts in line 9.</summary>
    public const string Heap = """
        @format teesim-heap-trace 1
        @profile optee-3.10-ilp32
        @mdbg on
        @fit first
        @poolset 0x32ed5f40
        @pool 0x32ee5000 8192
        @file 0 0x30000000 a.c
        @pool_array_site 0 755

        """;

    /// <summary>Nineteen lines; what a test adds starts in line 20.</summary>
    public const string Vm = """
        @format teesim-vm-trace 1
        @profile optee-3.10-ilp32
        @mdbg on
        @fit first
        @lpae off
        @paddr 32
        @poolset 0x32ed5f40
        @pool 0x32ee5000 65536
        @file 0 0x30000000 a.c
        @file 1 0x30000040 core/arch/arm/mm/mobj.c
        @file 2 0x30000080 core/arch/arm/mm/tee_mmu.c
        @pool_array_site 0 755
        @user_va 0x100000 0x1f00000
        @pgdir 0x100000
        @pgt 64
        @ops phys 0x31010100
        @ops shm 0x31010040
        @phys 5 0x5600000 0x1800000 0x5600000
        @ctx 0 0x31000000

        """;

    /// <summary>Ten lines; what a test adds starts in line 11.</summary>
    public const string Mm = """
        @format teesim-mm-trace 1
        @profile optee-3.10-ilp32
        @mdbg on
        @fit first
        @paddr 32
        @poolset 0x32ed5f40
        @pool 0x32ee5000 8192
        @file 0 0x30000000 a.c
        @pool_array_site 0 755
        @mmpool 0 0x31008000

        """;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private const string End = "@end\n";

    /// <summary>Replays a header and the lines behind it, to which the end is added.</summary>
    public static ReplayResult Replay(string header, string lines) => Replay(lines.Length == 0 ? header + End : $"{header}{lines}\n{End}");

    /// <summary>Replays a whole trace; a replay that hangs fails.</summary>
    public static ReplayResult Replay(string trace) => Should.CompleteIn(
        () =>
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(trace));
            return TraceReplayer.Replay("x.trace", stream);
        },
        Soon);

    /// <summary>The sentence with which a trace is refused.</summary>
    public static string Sentence(this ReplayResult result) =>
        result.ShouldBeOfType<ReplayRefused>(result.ToString()).Diagnostic.ToString();
}

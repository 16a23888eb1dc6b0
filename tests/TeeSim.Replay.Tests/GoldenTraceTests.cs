using TeeSim.TestSupport;

namespace TeeSim.Replay.Tests;

/// <summary>
/// The recorded figures of OP-TEE's own C code: addresses, nulls, panics, statistics, lists and checksums must be the model's.
/// </summary>
public class GoldenTraceTests
{
    public static TheoryData<string> HeapTraces => Names("heap", "*.trace");

    [Theory]
    [MemberData(nameof(HeapTraces))]
    public void Heap_trace_replays_identically(string name) => ShouldBeIdentical(Repository.Trace("heap", name));

    public static TheoryData<string> VmTraces => Names("vm", "*.trace");

    [Theory]
    [MemberData(nameof(VmTraces))]
    public void Vm_trace_replays_identically(string name) => ShouldBeIdentical(Repository.Trace("vm", name));

    public static TheoryData<string> MmTraces => Names("mm", "*.trace");

    [Theory]
    [MemberData(nameof(MmTraces))]
    public void Mm_trace_replays_identically(string name) => ShouldBeIdentical(Repository.Trace("mm", name));

    private static void ShouldBeIdentical(string path)
    {
        ReplayResult result = TraceReplayer.Replay(path);
        result.ShouldBeOfType<ReplayIdentical>(result.ToString()).Operations.ShouldBeGreaterThan(10);
    }

    private static TheoryData<string> Names(string folder, string pattern) =>
        [.. Repository.Traces(folder, pattern).Select(path => Path.GetFileName(path))];
}

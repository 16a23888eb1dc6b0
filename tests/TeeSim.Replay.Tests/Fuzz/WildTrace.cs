using FsCheck;
using FsCheck.Fluent;

namespace TeeSim.Replay.Tests.Fuzz;

/// <summary>A header and operations without results.</summary>
public sealed record WildTrace(string Header, IReadOnlyList<string> Operations)
{
    public static Arbitrary<WildTrace> WildTraces() => Gen.OneOf(
        Some(WildOperations.Heap).Select(operations => new WildTrace(Traces.Heap, operations)),
        Some(WildOperations.Heap)
            .Select(operations => new WildTrace(Traces.Heap.Replace("@mdbg on", "@mdbg off", StringComparison.Ordinal), operations)),
        Some(WildOperations.Heap)
            .Select(operations => new WildTrace(Traces.Heap.Replace("ilp32", "lp64", StringComparison.Ordinal), operations)),
        MmTrace("optee-3.10-ilp32"),
        MmTrace("optee-4.10-ilp32"),
        MmTrace("optee-4.10-lp64"),

        Some(WildOperations.Heap410).Select(operations => new WildTrace(Of410(Traces.Heap), operations)),
        Some(WildOperations.Heap410)
            .Select(operations => new WildTrace(Of410(Traces.Heap).Replace("@mdbg on", "@mdbg off", StringComparison.Ordinal), operations)),
        Some(Gen.Frequency((1, WildOperations.Heap410), (3, WildOperations.Vm410)))
            .Select(operations => new WildTrace(
                Of410(Traces.Vm) + "@phys 1 0x6600000 0x100000 0x6600000\n",
                ["mobj 0 0x5600000 0x10000 1 5", "ctx 0", "map 0 0 0 0x2000 0x90 0 0 0 0 0", .. operations])),
        Some(Gen.Frequency((1, WildOperations.Heap), (3, WildOperations.Vm)))
            .Select(operations =>
                new WildTrace(Traces.Vm, ["mobj 0 0x5600000 0x10000 1 5", "ctx 0", "map 0 0 0 0x2000 0x90 0 0 0 0", .. operations])))
        .ToArbitrary();

    private static Gen<WildTrace> MmTrace(string profile) => Some(Gen.Frequency((1, WildOperations.Heap), (3, WildOperations.Mm)))
        .Select(operations => new WildTrace(Traces.Mm.Replace("optee-3.10-ilp32", profile, StringComparison.Ordinal),
            ["mminit 0 0x5600000 0x5610000 12 0", .. operations]));

    private static string Of410(string header) => header.Replace("3.10", "4.10", StringComparison.Ordinal);

    private static Gen<IReadOnlyList<string>> Some(Gen<string> operation) =>
        Gen.Choose(1, 25).SelectMany(count => operation.ListOf(count)).Select(operations => (IReadOnlyList<string>)[.. operations]);

    public override string ToString() => Header + string.Join('\n', Operations);
}

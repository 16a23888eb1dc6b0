using TeeSim.Core.Profiles;

namespace TeeSim.TestSupport;

/// <summary>
/// One of the eight ways in which the core's heap of a release can be built, and the sizes that follow from it, as
/// the specification states them.
/// </summary>
public sealed record HeapVariant(Abi Abi, bool BestFit, bool Mdbg)
{
    /// <summary>Whose rules it has: 3.10 unless said otherwise.</summary>
    public string Release { get; init; } = "3.10";

    public static HeapVariant Ilp32 { get; } = new(Abi.Ilp32, BestFit: false, Mdbg: false);

    public static HeapVariant Ilp32Mdbg { get; } = Ilp32 with { Mdbg = true };

    public static HeapVariant Lp64 { get; } = new(Abi.Lp64, BestFit: false, Mdbg: false);

    public static HeapVariant Lp64Mdbg { get; } = Lp64 with { Mdbg = true };

    public static IReadOnlyList<HeapVariant> All { get; } =
    [
        .. from abi in Enum.GetValues<Abi>()
           from best in new[] { false, true }
           from mdbg in new[] { false, true }
           select new HeapVariant(abi, best, mdbg),
    ];

    /// <summary>The eight for one release of each set of rules.</summary>
    public static IReadOnlyList<HeapVariant> OfAllRules { get; } =
    [
        .. from release in new[] { "3.10", "3.12", "3.15", "3.20", "4.4", "4.7", "4.10" }
           from variant in All
           select variant with { Release = release },
    ];

    /// <summary>The rules as the model has them.</summary>
    public HeapOptions Options => Heap.Options with { BestFit = BestFit, Mdbg = Mdbg };

    /// <summary>The release's heap.</summary>
    public HeapRelease Heap => HeapRelease.Find(Release) ?? throw new InvalidOperationException($"no release {Release}");

    /// <summary>Bytes of a pointer or <c>long</c>.</summary>
    public ulong Word => Abi == Abi.Ilp32 ? 4UL : 8UL;

    /// <summary>The largest <c>size_t</c>.</summary>
    public ulong SizeMax => Abi == Abi.Ilp32 ? uint.MaxValue : ulong.MaxValue;

    /// <summary>LONG_MAX.</summary>
    public ulong LongMax => SizeMax / 2;

    /// <summary>Bytes of the header of every block; also what every block size is a multiple of.</summary>
    public ulong BlockHeader => 2 * Word;

    /// <summary>Bytes of the debug header.</summary>
    public ulong DebugHeader => Mdbg ? 4 * Word : 0;

    /// <summary>Bytes between the start of a block and its payload.</summary>
    public ulong Headers => BlockHeader + DebugHeader;

    public override string ToString() => $"{Release} {Abi} {(BestFit ? "best" : "first")} {(Mdbg ? "mdbg" : "plain")}";
}

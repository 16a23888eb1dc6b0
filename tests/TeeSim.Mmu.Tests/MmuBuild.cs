using TeeSim.Core.Profiles;
using TeeSim.TestSupport;

namespace TeeSim.Mmu.Tests;

/// <summary>One of the builds whose structs or rules differ: page tables, width of a physical address, width of a word.</summary>
public sealed record MmuBuild(string Name, HeapVariant Heap, int PhysicalAddressBits, VmOptions Vm)
{
    private static readonly VmOptions LongDescriptor = new(Lpae: true, UserVaBase: 0x4000_0000, UserVaSize: 0x4000_0000, PageTables: 4);

    public static MmuBuild V7 { get; } = new("v7", HeapVariant.Ilp32Mdbg, 32, VmOptions.ShortDescriptor(threads: 2));

    public static MmuBuild Lpae { get; } = new("lpae", HeapVariant.Ilp32Mdbg, 32, LongDescriptor);

    public static MmuBuild LargePa { get; } = new("lpa", HeapVariant.Ilp32Mdbg, 64, LongDescriptor);

    public static MmuBuild Lp64 { get; } = new("lp64", HeapVariant.Lp64Mdbg, 64, LongDescriptor);

    /// <summary>What changed between releases: 3.10's unless said otherwise.</summary>
    public MmuOptions Mmu { get; init; } = new();

    public static IReadOnlyList<MmuBuild> All { get; } = [V7, Lpae, LargePa, Lp64];

    /// <summary>The same for 4.10.</summary>
    public static IReadOnlyList<MmuBuild> All410 { get; } =
        [.. All.Select(b => b with { Name = $"410-{b.Name}", Heap = b.Heap with { Release = "4.10" }, Mmu = MmuOptions.Optee410 })];

    /// <summary>Both.</summary>
    public static IReadOnlyList<MmuBuild> OfAllRules { get; } = [.. All, .. All410];

    /// <summary>Bytes of a pointer.</summary>
    public ulong Word => Heap.Word;

    /// <summary>First address that a TA may use.</summary>
    public ulong Base => Vm.UserVaBase;

    /// <summary>First address behind the range.</summary>
    public ulong End => Vm.UserVaBase + Vm.UserVaSize;

    public static MmuBuild Named(string name) => OfAllRules.Single(b => b.Name == name);

    public override string ToString() => Name;
}

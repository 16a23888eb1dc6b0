using FsCheck;
using FsCheck.Fluent;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.Properties;

/// <summary>One memory reference: which of the objects, where in it, bytes.</summary>
public sealed record ParamStep(int Object, uint Offset, uint Size);

/// <summary>A build, a release, the size of the heap, page tables, and the memory references of one call.</summary>
public sealed record ParamScript(MmuBuild Build, bool Is410, ulong HeapBytes, int PageTables, ParamStep[] Memrefs)
{
    public const int Objects = 4;

    /// <summary>Pages of each object.</summary>
    public const uint ObjectPages = 8;

    public override string ToString() =>
        $"{Build}, 4.10: {Is410}, heap of {HeapBytes}, {PageTables} tables: {string.Join("; ", Memrefs.Select(m => m.ToString()))}";

    public static Arbitrary<ParamScript> ParamScripts() => Arb.From(
        from build in Gen.Elements<MmuBuild>(MmuBuild.All.AsEnumerable())
        from is410 in Gen.Elements(false, true)
        from heapBytes in Gen.Frequency((1, Gen.Choose(2500, 3400)), (3, Gen.Constant(0x4000)))
        from tables in Gen.Frequency((1, Gen.Choose(0, 2)), (5, Gen.Constant(64)))
        from count in Gen.Choose(0, TeeMmu.MostParams)
        from memrefs in Memref.ListOf(count)
        select new ParamScript(build, is410, (ulong)heapBytes, tables, [.. memrefs]));

    private static Gen<ParamStep> Memref =>
        from mobj in Gen.Choose(0, Objects - 1)
        from page in Gen.Frequency((8, Gen.Choose(0, 4)), (1, Gen.Choose(5, (int)ObjectPages - 1)))
        from inPage in Gen.Elements(0, 0, 1, 0x700, 0xfff)
        from size in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(1, 0x1000)), (3, Gen.Choose(0x1000, 0x3000)))
        select new ParamStep(mobj, (uint)(page * 0x1000 + inPage), (uint)size);
}

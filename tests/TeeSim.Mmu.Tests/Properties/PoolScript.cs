using FsCheck;
using FsCheck.Fluent;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.PagePools;

namespace TeeSim.Mmu.Tests.Properties;

/// <summary>The calls that scripts for page pools are made of.</summary>
public enum PoolCall
{
    Alloc,
    Alloc2,
    Free,
    Reset,
}

/// <summary>One call: a size in bytes, and a page or the position of an entry.</summary>
public sealed record PoolStep(PoolCall Call, uint Size, uint Place)
{
    public override string ToString() => $"{Call}(0x{Size:x}, {Place})";
}

/// <summary>A build, a release, a direction, the size of the heap, and what is done there.</summary>
public sealed record PoolScript(MmuBuild Build, bool Is410, TeeMmFlags Flags, ulong HeapBytes, PoolStep[] Steps)
{
    /// <summary>Pages of the pool.</summary>
    public const uint PoolPages = 24;

    public PagePoolOptions Options => Is410 ? PagePoolOptions.Optee410 : new PagePoolOptions();

    public override string ToString() =>
        $"{Build} {(Is410 ? "4.10" : "3.10")} {Flags}, heap of {HeapBytes}: {string.Join("; ", Steps.Select(s => s.ToString()))}";

    /// <summary>Small pools in which gaps are everywhere, and heaps that end before the pool does.</summary>
    public static Arbitrary<PoolScript> PoolScripts() => Arb.From(
        from build in Gen.Elements<MmuBuild>(MmuBuild.All.AsEnumerable())
        from is410 in Gen.Elements(false, true)
        from flags in Gen.Elements(TeeMmFlags.None, TeeMmFlags.HiAlloc)
        from heapBytes in Gen.Frequency((1, Gen.Choose(300, 900)), (2, Gen.Constant(0x4000)))
        from steps in Step.NonEmptyListOf()
        select new PoolScript(build, is410, flags, (ulong)heapBytes, [.. steps]),
        Shrink);

    private static Gen<PoolStep> Step =>
        from call in Gen.Frequency(
            (6, Gen.Constant(PoolCall.Alloc)), (2, Gen.Constant(PoolCall.Alloc2)), (5, Gen.Constant(PoolCall.Free)),
            (1, Gen.Constant(PoolCall.Reset)))
        from size in Gen.Frequency((1, Gen.Constant(0)), (8, Gen.Choose(1, 0x4000)), (1, Gen.Choose(0x4000, 0x1_9000)))
        from place in Gen.Choose(0, (int)PoolPages)
        select new PoolStep(call, (uint)size, (uint)place);

    private static IEnumerable<PoolScript> Shrink(PoolScript script)
    {
        int length = script.Steps.Length;
        for (int chunk = length / 2; chunk > 0; chunk /= 2)
        {
            for (int at = 0; at + chunk <= length; at += chunk)
                yield return script with { Steps = [.. script.Steps.Take(at), .. script.Steps.Skip(at + chunk)] };
        }
    }
}

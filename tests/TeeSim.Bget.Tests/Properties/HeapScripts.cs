using FsCheck;
using FsCheck.Fluent;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Properties;

/// <summary>
/// Generates scripts over all eight variants of each set of rules: mostly small buffers in small pools, so that heaps fill up,
/// now and then an absurd number.
/// </summary>
public static class HeapScripts
{
    public const int Slots = 12;

    private static readonly ulong[] Absurd =
    [
        0x7fff_fff0, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff, 0x1_0000_0000,
        long.MaxValue - 40, long.MaxValue, 1UL << 63, ulong.MaxValue - 31, ulong.MaxValue,
    ];

    public static Arbitrary<HeapScript> Script() => Arb.From(
        from variant in Gen.Elements<HeapVariant>(HeapVariant.OfAllRules.AsEnumerable())
        from firstPool in Range(200, 3000)
        from steps in Step.NonEmptyListOf()
        select new HeapScript(variant, firstPool, [.. steps]),
        Shrink);

    private static Gen<HeapStep> Step =>
        from call in Gen.Frequency(
            (6, Gen.Constant(HeapCall.Malloc)),
            (3, Gen.Constant(HeapCall.Calloc)),
            (4, Gen.Constant(HeapCall.Realloc)),
            (3, Gen.Constant(HeapCall.Memalign)),
            (6, Gen.Constant(HeapCall.Free)),
            (2, Gen.Constant(HeapCall.FreeWipe)),
            (1, Gen.Constant(HeapCall.AddPool)),
            (1, Gen.Constant(HeapCall.ResetStats)))
        from slot in Gen.Choose(0, Slots - 1)
        from count in call switch
        {
            HeapCall.Calloc => Gen.Frequency((12, Range(0, 6)), (1, Gen.Elements(Absurd))),
            HeapCall.Memalign => Alignment,
            _ => Range(0, 17),
        }
        from size in call == HeapCall.AddPool ? PoolSize : Size
        select new HeapStep(call, slot, count, size);

    private static Gen<ulong> Size => Gen.Frequency(
        (8, Range(0, 48)), (8, Range(0, 260)), (3, Range(260, 1500)), (1, Gen.Elements(Absurd)));

    // Mostly good ones, up to 2 KiB; now and then none, and the one that only its sign makes bad.
    private static Gen<ulong> Alignment => Gen.Frequency(
        (12, Gen.Choose(0, 11).Select(n => 1UL << n)), (1, Range(0, 48)), (1, Gen.Elements(Absurd)));

    private static Gen<ulong> PoolSize => Gen.Frequency((1, Range(1, 120)), (6, Range(120, 2000)));

    private static Gen<ulong> Range(int low, int high) => Gen.Choose(low, high).Select(n => (ulong)n);

    // Halves first, then single steps left out: what remains of a failing script is short.
    private static IEnumerable<HeapScript> Shrink(HeapScript script)
    {
        int length = script.Steps.Length;
        for (int chunk = length / 2; chunk > 0; chunk /= 2)
        {
            for (int at = 0; at + chunk <= length; at += chunk)
                yield return script with { Steps = [.. script.Steps.Take(at), .. script.Steps.Skip(at + chunk)] };
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.Properties;

/// <summary>
/// Generates scripts over all builds of both releases: few pages in a small window, so that regions meet; small heaps, so that splits fail.
/// </summary>
public static class VmScripts
{
    public const int Slots = 6;
    public const int Contexts = 2;

    /// <summary>Pages at the start of the range in which wanted addresses lie.</summary>
    public const int Window = 24;

    private static readonly uint[] Flags =
        [0, 0, 0, 0, (uint)VmFlags.Shareable, (uint)VmFlags.Permanent, (uint)VmFlags.Ephemeral, (uint)VmFlags.Readonly];

    private static readonly uint[] Prots = [(uint)TestMmu.Rw, (uint)TestMmu.Rw, (uint)(Mattr.Ur | Mattr.Pr), (uint)Mattr.Ux];

    public static Arbitrary<VmScript> Script() => Arb.From(
        from build in Gen.Elements<MmuBuild>(MmuBuild.OfAllRules.AsEnumerable())
        from heapBytes in Gen.Frequency((2, Number(600, 1500)), (1, Gen.Constant(0x4000u)))
        from steps in Step.NonEmptyListOf()
        select new VmScript(build, heapBytes, [.. steps]),
        Shrink);

    private static Gen<VmStep> Step =>
        from call in Gen.Frequency(
            (3, Gen.Constant(VmCall.Alloc)),
            (1, Gen.Constant(VmCall.Get)),
            (2, Gen.Constant(VmCall.Put)),
            (8, Gen.Constant(VmCall.Map)),
            (4, Gen.Constant(VmCall.Unmap)),
            (4, Gen.Constant(VmCall.SetProt)),
            (4, Gen.Constant(VmCall.Remap)),
            (1, Gen.Constant(VmCall.CleanParam)))
        from context in Gen.Choose(0, Contexts - 1)
        from slot in Gen.Choose(0, Slots - 1)
        from place in Number(0, Window)
        from length in Gen.Frequency((1, Gen.Constant(0u)), (12, Number(1, 4)))
        from flags in Gen.Elements(Flags)
        from prot in Gen.Elements(Prots)
        from offset in Number(0, 3)
        from padding in Gen.Frequency((6, Gen.Constant(0u)), (1, Number(1, 3)))
        select new VmStep(call, context, slot, place, length, flags, prot, offset, padding);

    private static Gen<uint> Number(int low, int high) => Gen.Choose(low, high).Select(n => (uint)n);

    // Halves first, then single steps left out: what remains of a failing script is short.
    private static IEnumerable<VmScript> Shrink(VmScript script)
    {
        int length = script.Steps.Length;
        for (int chunk = length / 2; chunk > 0; chunk /= 2)
        {
            for (int at = 0; at + chunk <= length; at += chunk)
                yield return script with { Steps = [.. script.Steps.Take(at), .. script.Steps.Skip(at + chunk)] };
        }
    }
}

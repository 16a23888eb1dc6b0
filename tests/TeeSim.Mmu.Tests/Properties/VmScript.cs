namespace TeeSim.Mmu.Tests.Properties;

/// <summary>The calls that scripts are made of.</summary>
public enum VmCall
{
    Alloc,
    Get,
    Put,
    Map,
    Unmap,
    SetProt,
    Remap,
    CleanParam,
}

/// <summary>One call. Numbers are pages or positions; what each means is said where the step is done.</summary>
public sealed record VmStep(VmCall Call, int Context, int Slot, uint Place, uint Length, uint Flags, uint Prot, uint Offset, uint Padding)
{
    public override string ToString() =>
        $"{Call}(context {Context}, slot {Slot}, place {Place}, {Length} pages, "
        + $"flags {Flags}, prot 0x{Prot:x}, offset {Offset}, padding {Padding})";
}

/// <summary>A build, the size of its heap in bytes, and what is done there.</summary>
public sealed record VmScript(MmuBuild Build, ulong HeapBytes, VmStep[] Steps)
{
    public override string ToString() => $"{Build}, heap of {HeapBytes}: {string.Join("; ", Steps.Select(s => s.ToString()))}";
}

using TeeSim.Core.Profiles;

namespace TeeSim.Core.Releases;

/// <summary>Payload bytes of an allocation on the three kinds of targets.</summary>
/// <param name="Ilp32">32-bit cores.</param>
/// <param name="Ilp32LargePa">32-bit cores with 64-bit physical addresses (<c>CFG_CORE_LARGE_PHYS_ADDR</c>).</param>
/// <param name="Lp64">64-bit cores.</param>
public readonly record struct SiteSize(AbiSize Ilp32, AbiSize Ilp32LargePa, AbiSize Lp64)
{
    /// <summary>The size on one kind of target.</summary>
    /// <param name="abi">Sizes of pointers.</param>
    /// <param name="physicalAddressBits">32 or 64; LP64 targets always have 64.</param>
    public AbiSize On(Abi abi, int physicalAddressBits) =>
        abi == Abi.Lp64 ? Lp64 : physicalAddressBits == 64 ? Ilp32LargePa : Ilp32;

    /// <summary>Whether a recorded size fits on any kind of target.</summary>
    public SizeFit Fit(ulong bytes)
    {
        SizeFit a = Ilp32.Fit(bytes), b = Ilp32LargePa.Fit(bytes), c = Lp64.Fit(bytes);
        if (a == SizeFit.Yes || b == SizeFit.Yes || c == SizeFit.Yes) return SizeFit.Yes;
        return a == SizeFit.No && b == SizeFit.No && c == SizeFit.No ? SizeFit.No : SizeFit.Unknown;
    }
}

/// <summary>Payload bytes on one kind of target.</summary>
/// <param name="Bytes">The struct; for one with an array at its end what is in front of that. Null when not known.</param>
/// <param name="BytesWithVfp">The struct where saved VFP registers are part of it; null where that makes no difference.</param>
/// <param name="BytesPerUnit">Bytes of each element of the array at the end, such as a physical address a page; 0 without one.</param>
public readonly record struct AbiSize(int? Bytes, int? BytesWithVfp = null, int BytesPerUnit = 0)
{
    /// <summary>Whether a recorded size can be this allocation's.</summary>
    public SizeFit Fit(ulong bytes)
    {
        if (Bytes is not { } known) return SizeFit.Unknown;
        if (bytes == (ulong)known || bytes == (ulong?)BytesWithVfp) return SizeFit.Yes;
        return BytesPerUnit != 0 && bytes > (ulong)known && (bytes - (ulong)known) % (ulong)BytesPerUnit == 0 ? SizeFit.Yes : SizeFit.No;
    }
}

/// <summary>Whether a recorded size can be an allocation's.</summary>
public enum SizeFit
{
    /// <summary>It can't.</summary>
    No,

    /// <summary>The size is not known for that release.</summary>
    Unknown,

    /// <summary>It can.</summary>
    Yes,
}

using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>The memory that a call passes, as memory objects.</summary>
/// <param name="References">At most four.</param>
/// <param name="HasSdp">Whether secure video memory is among it.</param>
internal sealed record CallMemory(ParamMem[] References, bool HasSdp)
{
    /// <summary>Nothing is passed.</summary>
    public static CallMemory None { get; } = new([], HasSdp: false);
}

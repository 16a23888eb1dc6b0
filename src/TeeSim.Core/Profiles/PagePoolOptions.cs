namespace TeeSim.Core.Profiles;

/// <summary>What changed in page pools (<c>tee_mm.c</c>) between releases. The defaults are those of 3.6 to 3.10.</summary>
/// <param name="KeepsSize">
/// The pool holds its size in place of its upper end, and initialising it rewrites all of it, the maximum of
/// the statistics included (4.10).
/// </param>
/// <param name="EndIsInside">
/// The first address behind the pool counts as inside when an address is looked up (3.10; no longer in 4.10).
/// </param>
/// <param name="HiAllocFlag">The bit in the pool's flags that asks for allocation from the top: 1, in 4.10 0x10.</param>
public sealed record PagePoolOptions(bool KeepsSize = false, bool EndIsInside = true, uint HiAllocFlag = 1)
{
    /// <summary>The choices of 4.10.0.</summary>
    public static PagePoolOptions Optee410 { get; } = new(KeepsSize: true, EndIsInside: false, HiAllocFlag: 0x10);
}

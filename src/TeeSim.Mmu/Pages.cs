namespace TeeSim.Mmu;

/// <summary>Page sizes of the target.</summary>
public static class Pages
{
    /// <summary>Bytes of the smallest page (<c>SMALL_PAGE_SIZE</c>).</summary>
    public const ulong SmallPageSize = 1UL << SmallPageShift;

    /// <summary>log2 of it (<c>SMALL_PAGE_SHIFT</c>).</summary>
    public const int SmallPageShift = 12;
}

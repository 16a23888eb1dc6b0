namespace TeeSim.Mmu;

/// <summary>Page sizes of the target.</summary>
public static class Pages
{
    /// <summary>Bytes of the smallest page (<c>SMALL_PAGE_SIZE</c>).</summary>
    public const ulong SmallPageSize = 0x1000;
}

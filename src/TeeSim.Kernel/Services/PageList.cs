using TeeSim.Mmu;

namespace TeeSim.Kernel.Services;

/// <summary>The pages of memory that the normal world hands over.</summary>
internal static class PageList
{
    /// <summary>Pages that lie one behind the other.</summary>
    /// <param name="first">Physical address of the first.</param>
    /// <param name="count">How many.</param>
    public static ulong[] From(ulong first, ulong count)
    {
        var pages = new ulong[count];
        for (int i = 0; i < pages.Length; i++) pages[i] = first + (ulong)i * Pages.SmallPageSize;
        return pages;
    }
}

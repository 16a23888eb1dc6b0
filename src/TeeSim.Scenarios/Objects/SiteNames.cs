using System.Globalization;
using TeeSim.Core;
using TeeSim.Kernel;

namespace TeeSim.Scenarios.Objects;

/// <summary>What reports call a call site.</summary>
internal static class SiteNames
{
    public static SourceSite Of(SecureWorld world, CallSite site) => world.Describe(site) ?? new SourceSite("unknown", site.Line, "");

    /// <summary><c>core/arch/arm/mm/mobj.c:168</c>, as mdbg lists it.</summary>
    public static string Text(SourceSite site) => string.Create(CultureInfo.InvariantCulture, $"{site.File}:{site.Line}");

    /// <summary><c>core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc)</c>; without the function where it is not known.</summary>
    public static string WithFunction(SecureWorld world, CallSite site)
    {
        SourceSite source = Of(world, site);
        return source.Function.Length == 0 ? Text(source) : $"{Text(source)} ({source.Function})";
    }
}

/// <summary>Orders <c>file:line</c> by file, then by number.</summary>
internal sealed class SiteOrder : IComparer<string>
{
    public static SiteOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        (string xFile, int xLine) = Split(x!);
        (string yFile, int yLine) = Split(y!);
        int files = string.CompareOrdinal(xFile, yFile);
        return files != 0 ? files : xLine.CompareTo(yLine);
    }

    private static (string File, int Line) Split(string site)
    {
        int colon = site.LastIndexOf(':');
        return (site[..colon], int.Parse(site[(colon + 1)..], CultureInfo.InvariantCulture));
    }
}

using TeeSim.Core.Words;

namespace TeeSim.Kernel.Tvp;

/// <summary>The TVP drivers that TeeSim knows.</summary>
public static class TvpDrivers
{
    /// <summary>The driver as shipped comes first, then the fixes that people would try.</summary>
    public static IReadOnlyList<ITvpDriverFactory> All { get; } =
    [
        new TvpDriverFactory("shipped", (core, o) => new ShippedDriver<Word32>(core, o), (core, o) => new ShippedDriver<Word64>(core, o)),
        new TvpDriverFactory(
            "close-unmaps", (core, o) => new CloseUnmapsDriver<Word32>(core, o), (core, o) => new CloseUnmapsDriver<Word64>(core, o)),
        new TvpDriverFactory("close-unmaps-in-owner", (core, o) => new CloseUnmapsInOwnerDriver<Word32>(core, o),
            (core, o) => new CloseUnmapsInOwnerDriver<Word64>(core, o)),
        new TvpDriverFactory(
            "close-refuses", (core, o) => new CloseRefusesDriver<Word32>(core, o), (core, o) => new CloseRefusesDriver<Word64>(core, o)),
        new TvpDriverFactory(
            "deferred-close", (core, o) => new DeferredCloseDriver<Word32>(core, o), (core, o) => new DeferredCloseDriver<Word64>(core, o)),
        new TvpDriverFactory(
            "deferred-close-and-reaper", (core, o) => new ReaperDriver<Word32>(core, o), (core, o) => new ReaperDriver<Word64>(core, o)),
        new TvpDriverFactory("unmap-by-region", (core, o) => new UnmapByRegionDriver<Word32>(core, o),
            (core, o) => new UnmapByRegionDriver<Word64>(core, o)),
    ];

    /// <summary>The driver of a name, or null.</summary>
    public static ITvpDriverFactory? Find(string name) => All.FirstOrDefault(d => d.Name == name);
}

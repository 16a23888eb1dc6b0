using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Outside;

/// <summary>Creates <see cref="CloseThrowsIndexOutOfRange"/>.</summary>
public sealed class CloseThrowsIndexOutOfRangeFactory()
    : PlantedFactory("close-throws-index-out-of-range", (core, options) => new CloseThrowsIndexOutOfRange(core, options));

/// <summary>Close uses the handle as an index into a C# array, and handles start at 1.</summary>
public sealed class CloseThrowsIndexOutOfRange(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    private static readonly string[] Names = ["only"];

    public override TeeResult CloseChannel(uint handle)
    {
        Core.Emsg(new SourceSite("planted.c", 60, "close_channel"), $"closes {Names[handle]}");
        return base.CloseChannel(handle);
    }
}

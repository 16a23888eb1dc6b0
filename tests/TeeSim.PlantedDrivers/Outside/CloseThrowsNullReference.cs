using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Outside;

/// <summary>Creates <see cref="CloseThrowsNullReference"/>.</summary>
public sealed class CloseThrowsNullReferenceFactory()
    : PlantedFactory("close-throws-null-reference", (core, options) => new CloseThrowsNullReference(core, options));

/// <summary>Close follows a C# reference that is null.</summary>
public sealed class CloseThrowsNullReference(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    private static readonly Dictionary<uint, string> Names = [];

    public override TeeResult CloseChannel(uint handle)
    {
        string? name = Names.GetValueOrDefault(handle);
        Core.Emsg(new SourceSite("planted.c", 60, "close_channel"), $"closes a name of {name!.Length} letters");
        return base.CloseChannel(handle);
    }
}

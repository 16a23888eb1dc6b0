using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>The driver's configuration.</summary>
/// <param name="MapsPerChannel">How many mappings a channel may have at once.</param>
public sealed record TvpOptions(uint MapsPerChannel = 1)
{
    private static readonly DriverSetting Maps =
        new("maps_per_channel", "maps_per_channel N", 1, "how many live mappings a channel can have");

    internal static IReadOnlyList<DriverSetting> Settings { get; } = [Maps];

    /// <summary>What a script has set; more than 32 bits can count is no limit.</summary>
    internal static TvpOptions Of(DriverSettings settings) => new((uint)Math.Min(settings[Maps], uint.MaxValue));
}

namespace TeeSim.Kernel.Drivers;

/// <summary>A number that scripts can set for a driver.</summary>
/// <param name="Name">Its name in scripts: <c>maps_per_channel</c>.</param>
/// <param name="Form">How it is written: <c>maps_per_channel N</c>.</param>
/// <param name="Default">Its value in scripts that do not set it.</param>
/// <param name="Summary">What it does, without a full stop.</param>
public sealed record DriverSetting(string Name, string Form, ulong Default, string Summary);

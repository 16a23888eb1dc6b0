namespace TeeSim.Kernel.Drivers;

/// <summary>
/// An entry of the driver has taken a mutex while it held another one. A mutex is named by what tells it apart from others wherever the
/// heap has put it: <c>static+0x10</c>, counted from the driver's first static variable, or <c>tee_tvp.c:94+0x8</c>, counted from the start
/// of a buffer that was allocated there.
/// </summary>
/// <param name="First">The mutex that was held.</param>
/// <param name="Second">The one that was taken then.</param>
/// <param name="Entry">The entry's function.</param>
public sealed record LockOrder(string First, string Second, string Entry)
{
    /// <summary>
    /// The mutexes that were held before the first one, in the order of their names, with a comma between: two entries that
    /// hold the same one never meet here.
    /// </summary>
    public string Gates { get; init; } = "";
}

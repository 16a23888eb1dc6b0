using System.Diagnostics.CodeAnalysis;

namespace TeeSim.Kernel.Drivers;

/// <summary>
/// A guarded driver threw an exception, such as a <see cref="NullReferenceException"/>: a bug of its C#, not an outcome of the model. It goes through <see cref="SecureWorld"/> unchanged, and leaves the world as
/// the driver has left it.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "A fault without its driver and entry is not a fault of a driver.")]
public sealed class DriverFaultException : Exception
{
    /// <summary>Creates the fault.</summary>
    /// <param name="driver">The driver's name.</param>
    /// <param name="entry">The entry point: <c>close_channel</c>.</param>
    /// <param name="fault">What it threw.</param>
    public DriverFaultException(string driver, string entry, Exception fault)
        : base($"driver '{driver}' threw {fault.GetType().Name} in {entry}: {fault.Message}", fault)
    {
        Driver = driver;
        Entry = entry;
    }

    /// <summary>The driver's name.</summary>
    public string Driver { get; }

    /// <summary>The entry point that it came out of.</summary>
    public string Entry { get; }
}

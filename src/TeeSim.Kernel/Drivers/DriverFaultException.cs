using System.Diagnostics.CodeAnalysis;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Kernel.Drivers;

/// <summary>
/// A guarded driver threw an exception, such as a <see cref="NullReferenceException"/>: a bug of its C#, not an outcome of the model. It
/// goes through <see cref="SecureWorld"/> unchanged, and leaves the world as the driver has left it.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "A fault without its driver and entry is not a fault of a driver.")]
public sealed class DriverFaultException : Exception
{
    /// <summary>Creates the fault.</summary>
    /// <param name="driver">The driver's name.</param>
    /// <param name="entry">The entry point: <c>close_channel</c>.</param>
    /// <param name="fault">What it threw. Its message is the driver's text, and is escaped.</param>
    public DriverFaultException(string driver, string entry, Exception fault)
        : this(driver, entry, fault, ThrowOrigin.Of(fault))
    {
    }

    private DriverFaultException(string driver, string entry, Exception fault, ThrowOrigin origin)
        : base(
            $"driver '{driver}' threw {Printable.Escape(fault.GetType().Name)} in {entry}{(origin.Line is { } line ? $" ({line})" : "")}: "
            + $"{Printable.Escape(fault.Message)}",
            fault)
    {
        (Driver, Entry, Origin) = (driver, entry, origin);
    }

    /// <summary>The driver's name.</summary>
    public string Driver { get; }

    /// <summary>The entry point that it came out of.</summary>
    public string Entry { get; }

    /// <summary>What was thrown, and where: by that it is told from others.</summary>
    public ThrowOrigin Origin { get; }
}

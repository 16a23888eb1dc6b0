using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.Drivers.Reflection;

namespace TeeSim.Kernel.Drivers;

/// <summary>
/// A guarded driver threw an exception, such as a <see cref="NullReferenceException"/>: a bug of its C#, not an outcome of the model. It goes through
/// <see cref="SecureWorld"/> unchanged, and leaves the world as the driver has left it.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "A fault without its driver and entry is not a fault of a driver.")]
public sealed class DriverFaultException : Exception
{
    /// <summary>Creates the fault.</summary>
    /// <param name="driver">The driver's name.</param>
    /// <param name="entry">The entry point: <c>close_channel</c>.</param>
    /// <param name="fault">What it threw. Its message is the driver's text, and is escaped.</param>
    public DriverFaultException(string driver, string entry, Exception fault)
        : base($"driver '{driver}' threw {Printable.Escape(fault.GetType().Name)} in {entry}{PlaceOf(fault)}: {Printable.Escape(fault.Message)}", fault)
    {
        Driver = driver;
        Entry = entry;
    }

    /// <summary>The driver's name.</summary>
    public string Driver { get; }

    /// <summary>The entry point that it came out of.</summary>
    public string Entry { get; }

    private static string PlaceOf(Exception fault)
    {
        // What a driver calls of the model may throw, too; the line that tells most is the driver's.
        foreach (StackFrame frame in new StackTrace(fault, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is not { Length: > 0 } path || ModelAssemblies.Contains(DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName)) continue;
            return $" ({Printable.Escape(path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1))}:{frame.GetFileLineNumber()})";
        }

        return "";
    }
}

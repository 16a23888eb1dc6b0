using System.Diagnostics.CodeAnalysis;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Programs;

/// <summary>
/// A driver that can't be judged: its C# threw an exception, or it keeps state where no snapshot gets it. A bug of the driver's
/// code, not an outcome of the model.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "Without the driver's problem it says nothing.")]
public sealed class DriverProblemException : Exception
{
    private DriverProblemException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>What the driver threw; null when it threw nothing.</summary>
    public DriverFaultException? Fault => InnerException as DriverFaultException ?? (InnerException as DriverProblemException)?.Fault;

    /// <summary>The driver threw something in a call.</summary>
    /// <param name="fault">What.</param>
    /// <param name="call">The call of the script; null when a process died.</param>
    public static DriverProblemException Of(DriverFaultException fault, CallStatement? call) =>
        new(
            call is null ? fault.Message : $"{fault.Message}; in `{ScriptPrinter.PrintWithProcess(call)}` (line {call.Position.Line})",
            fault);

    /// <summary>The driver keeps state in a field.</summary>
    /// <param name="driver">Its name.</param>
    /// <param name="field">The field: <c>MyDriver._open</c>.</param>
    public static DriverProblemException OfField(string driver, string field) => new(
        $"driver '{driver}' keeps state in the C# field {field}, which no snapshot takes back, so that no verdict about it would be true; "
        + "keep it in simulated memory, see docs/write-a-driver.md",
        null);

    /// <summary>The same problem with the ordering in which it shows.</summary>
    /// <param name="schedule">The ordering, as <c>teesim run --schedule</c> takes it.</param>
    public DriverProblemException In(string schedule) => new($"{Message}; in the ordering {schedule}", this);
}

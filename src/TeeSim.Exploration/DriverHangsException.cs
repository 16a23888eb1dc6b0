using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Exploration;

/// <summary>A driver does not come back: not a modelled hang, but its own code that runs on and on. Its thread is lost.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Without the call it says nothing.")]
public sealed class DriverHangsException : Exception
{
    /// <summary>Real time after which an entry counts as one from which the driver never comes back.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(10);

    /// <summary>It is in a call of the script.</summary>
    /// <param name="call">The call.</param>
    /// <param name="since">For how long it has been there at least.</param>
    public DriverHangsException(CallReference call, TimeSpan since)
        : this(call.ToString(), since)
    {
    }

    /// <summary>It is in an entry that no call of the script has made: something was only looked at, or tried.</summary>
    /// <param name="entry">What the driver was entered for.</param>
    /// <param name="since">For how long it has been there at least.</param>
    public DriverHangsException(string entry, TimeSpan since)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"the driver has not come back from {entry} for {since.TotalSeconds:0.#} s; does it loop for ever?"))
    {
    }
}

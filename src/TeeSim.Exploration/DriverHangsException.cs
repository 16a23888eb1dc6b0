using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration;

/// <summary>A driver does not come back from a call: not a modelled hang, but its own code that runs on and on.</summary>
/// <param name="call">The call that it is in.</param>
/// <param name="since">For how long it has been there at least.</param>
[SuppressMessage("Design", "CA1032", Justification = "Without the call it says nothing.")]
public sealed class DriverHangsException(CallStatement call, TimeSpan since)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"the driver has not come back from `{call}` (line {call.Position.Line}) for {since.TotalSeconds:0.#} s; does it loop for ever?"));

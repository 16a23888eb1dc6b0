using System.Diagnostics.CodeAnalysis;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration;

/// <summary>A driver does not come back from a call: not a modelled hang, but its own code that runs on and on.</summary>
/// <param name="call">The call that it is in.</param>
[SuppressMessage("Design", "CA1032", Justification = "Without the call it says nothing.")]
public sealed class DriverHangsException(CallStatement call) : Exception($"the driver has not come back from `{call}` (line {call.Position.Line}) for 10 s; does it loop for ever?");

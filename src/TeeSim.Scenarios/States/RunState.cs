using TeeSim.Kernel.States;
using TeeSim.Scenarios.Calls;

namespace TeeSim.Scenarios.States;

/// <summary>Where a run stands: enough for another script with the same settings to go on from there.</summary>
/// <param name="Settings">The settings and TAs of the script, printed.</param>
/// <param name="Processes">Those that have made calls, in the order of their first ones: a script that goes on can wait for them.</param>
/// <param name="Names">What its names stand for.</param>
/// <param name="World">The world.</param>
public sealed record RunState(string Settings, IReadOnlyList<string> Processes, IReadOnlyList<NamedResult> Names, WorldState World);

/// <summary>A name of a script and the result that it stands for.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">What kind of result it is.</param>
/// <param name="Value">A session's id, a channel's handle, an address, a cookie.</param>
/// <param name="Session">The session that it belongs to, or 0.</param>
public sealed record NamedResult(string Name, ParameterType Type, ulong Value, uint Session);

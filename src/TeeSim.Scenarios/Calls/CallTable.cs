using TeeSim.Kernel.Drivers;

namespace TeeSim.Scenarios.Calls;

/// <summary>The calls of the script language: the core's, and those that a driver brings.</summary>
public sealed class CallTable
{
    private readonly Dictionary<string, CallDefinition> _byName;
    private readonly HashSet<string> _closing;

    private CallTable(IReadOnlyList<CallDefinition> all)
    {
        All = all;
        _byName = all.ToDictionary(call => call.Name, StringComparer.Ordinal);
        _closing = [.. all.Select(call => call.ClosedBy).OfType<string>()];
    }

    /// <summary>The calls of scripts for cores with a driver.</summary>
    public static CallTable Of(IDriverFactory driver) =>
        new([.. CoreCalls.BeforeDriver, .. driver.EntryPoints.Select(DriverCalls.Of), .. CoreCalls.BehindDriver]);

    /// <summary>All calls, in the order in which the guide lists them.</summary>
    public IReadOnlyList<CallDefinition> All { get; }

    /// <summary>The call with this name, or null.</summary>
    public CallDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether a call takes back what others give.</summary>
    public bool IsClosing(CallDefinition call) => _closing.Contains(call.Name);

    /// <summary>Whether some call gives a result of a type.</summary>
    public bool Gives(ParameterType type) => All.Any(call => call.Result == type);
}

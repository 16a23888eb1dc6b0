using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.States;

namespace TeeSim.Scenarios.Running;

/// <summary>What the names of a script stand for: the normal world's side of the state.</summary>
internal sealed class Variables
{
    private readonly Dictionary<string, Variable> _values;

    public Variables() => _values = [];

    private Variables(Variables other) => _values = new Dictionary<string, Variable>(other._values);

    public void Set(string name, Variable value) => _values[name] = value;

    /// <summary>After a call failed that should have given the name a value.</summary>
    public void Clear(string name) => _values.Remove(name);

    public Variable? Find(string name) => _values.TryGetValue(name, out Variable value) ? value : null;

    public Variables Copy() => new(this);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<NamedResult> All =>
        [.. _values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new NamedResult(v.Key, v.Value.Type, v.Value.Value, v.Value.Session))];
}

/// <summary>A named result.</summary>
/// <param name="Value">A session's id, a channel's handle, an address.</param>
/// <param name="Session">For a channel or a session of a TA: the session through which it was opened.</param>
/// <param name="Type">What kind of result it is.</param>
internal readonly record struct Variable(ulong Value, uint Session, ParameterType Type);

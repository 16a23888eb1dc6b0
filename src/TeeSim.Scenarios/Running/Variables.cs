using TeeSim.Scenarios.States;

namespace TeeSim.Scenarios.Running;

/// <summary>What the names of a script stand for: the normal world's side of the state.</summary>
internal sealed class Variables
{
    private readonly Dictionary<string, NamedValue> _values;

    public Variables() => _values = [];

    private Variables(Variables other) => _values = new Dictionary<string, NamedValue>(other._values);

    public void Set(string name, NamedValue value) => _values[name] = value;

    /// <summary>After a call failed that should have given the name a value.</summary>
    public void Clear(string name) => _values.Remove(name);

    public NamedValue? Find(string name) => _values.TryGetValue(name, out NamedValue value) ? value : null;

    public Variables Copy() => new(this);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<NamedResult> All =>
        [.. _values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new NamedResult(v.Key, v.Value.Type, v.Value.Value, v.Value.Session))];
}

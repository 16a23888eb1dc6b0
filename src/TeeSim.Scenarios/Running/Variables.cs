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
}

/// <summary>A named result.</summary>
/// <param name="Value">A session's id, a channel's handle, an address.</param>
/// <param name="Session">For a channel: the session through which it was opened.</param>
internal readonly record struct Variable(ulong Value, uint Session);

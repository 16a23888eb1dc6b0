using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Calls;

/// <summary>A call whose arguments have found their parameters.</summary>
/// <param name="Call">The statement.</param>
/// <param name="Definition">What it calls.</param>
/// <param name="Arguments">For each parameter of the signature, in its order, the values given for it; empty when it was left out.</param>
public sealed record BoundCall(CallStatement Call, CallDefinition Definition, IReadOnlyList<IReadOnlyList<Value>> Arguments)
{
    /// <summary>Binds a call of a script that has been checked.</summary>
    /// <exception cref="InvalidOperationException">The call has not been checked, or not been found right.</exception>
    public static BoundCall Bind(CallStatement call, CallTable calls)
    {
        CallDefinition definition = calls.Find(call.Call.Text)
            ?? throw new InvalidOperationException($"'{call.Call.Text}' is no call; check a script before it is run");
        return ArgumentBinder.Bind(call, definition,
            (position, message) => throw new InvalidOperationException($"{position}: {message}; check a script before it is run"));
    }

    /// <summary>The values given for a parameter, in the order written; empty when it was left out.</summary>
    public IReadOnlyList<Value> All(string parameter)
    {
        for (int i = 0; i < Definition.Parameters.Count; i++)
        {
            if (Definition.Parameters[i].Name == parameter) return Arguments[i];
        }

        throw new ArgumentException($"{Definition.Name} has no parameter '{parameter}'", nameof(parameter));
    }

    /// <summary>The number given for a parameter; null when it was left out.</summary>
    public ulong? Number(string parameter) => ((NumberValue?)Only(parameter))?.Number.Value;

    /// <summary>The range given for a parameter; null when it was left out.</summary>
    public RangeValue? Range(string parameter) => (RangeValue?)Only(parameter);

    /// <summary>The name given for a parameter, of a TA or a result; null when it was left out.</summary>
    public Name? Name(string parameter) => ((NameValue?)Only(parameter))?.Name;

    /// <summary>The place given for a parameter; null when it was left out.</summary>
    public SiteReference? Site(string parameter) => ((SiteValue?)Only(parameter))?.Site;

    /// <summary>The time given for a parameter; null when it was left out.</summary>
    public TimeSpan? Duration(string parameter) => ((DurationValue?)Only(parameter))?.Time;

    /// <summary>The parameter that a value was given for; null when it was given for none.</summary>
    internal Parameter? ParameterOf(Value value)
    {
        for (int i = 0; i < Definition.Parameters.Count; i++)
        {
            if (Arguments[i].Any(v => ReferenceEquals(v, value))) return Definition.Parameters[i];
        }

        return null;
    }

    private Value? Only(string parameter) => All(parameter).SingleOrDefault();
}

using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>A call whose arguments have found their parameters.</summary>
/// <param name="Call">The statement.</param>
/// <param name="Signature">What it calls.</param>
/// <param name="Arguments">For each parameter of the signature, in its order, the values given for it; empty when it was left out.</param>
public sealed record BoundCall(CallStatement Call, CallSignature Signature, IReadOnlyList<IReadOnlyList<Value>> Arguments)
{
    /// <summary>Binds a call that <see cref="ScriptChecker"/> has found right.</summary>
    /// <exception cref="InvalidOperationException">The call has not been checked, or not been found right.</exception>
    public static BoundCall Bind(CallStatement call)
    {
        CallSignature signature = CallSignatures.Find(call.Call.Text)
            ?? throw new InvalidOperationException($"'{call.Call.Text}' is no call; check a script before it is run");
        return ArgumentBinder.Bind(call, signature,
            (position, message) => throw new InvalidOperationException($"{position}: {message}; check a script before it is run"));
    }

    /// <summary>The ranges given as <c>output</c>, in the order written; empty for calls that take none.</summary>
    public IReadOnlyList<RangeValue> Outputs => Signature.Find("output") is null ? [] : [.. All("output").Cast<RangeValue>()];

    /// <summary>The values given for a parameter, in the order written; empty when it was left out.</summary>
    public IReadOnlyList<Value> All(string parameter)
    {
        for (int i = 0; i < Signature.Parameters.Count; i++)
        {
            if (Signature.Parameters[i].Name == parameter) return Arguments[i];
        }

        throw new ArgumentException($"{Signature.Name} has no parameter '{parameter}'", nameof(parameter));
    }

    /// <summary>The number given for a parameter; null when it was left out.</summary>
    public ulong? Number(string parameter) => ((NumberValue?)Only(parameter))?.Number.Value;

    /// <summary>The range given for a parameter; null when it was left out.</summary>
    public RangeValue? Range(string parameter) => (RangeValue?)Only(parameter);

    /// <summary>The name given for a parameter, of a TA or a result; null when it was left out.</summary>
    public Name? Name(string parameter) => ((NameValue?)Only(parameter))?.Name;

    /// <summary>The time given for a parameter; null when it was left out.</summary>
    public TimeSpan? Duration(string parameter) => ((DurationValue?)Only(parameter))?.Time;

    private Value? Only(string parameter) => All(parameter).SingleOrDefault();
}

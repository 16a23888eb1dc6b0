namespace TeeSim.Scenarios.Checking;

/// <summary>What a call is called, takes and gives.</summary>
/// <param name="Name">The call's name in scripts.</param>
/// <param name="Parameters">In the order in which arguments without a label are taken.</param>
/// <param name="Result">What the call gives that a name can hold; null for nothing.</param>
/// <param name="Summary">What it does, one sentence without a full stop.</param>
public sealed record CallSignature(string Name, IReadOnlyList<Parameter> Parameters, ParameterType? Result, string Summary)
{
    /// <summary>The parameter with this name, or null.</summary>
    public Parameter? Find(string parameter) => Parameters.FirstOrDefault(p => p.Name == parameter);

    /// <summary>
    /// <c>open_channel(session, input: range, output: range…, [bind: TA], [cfg: number]) → channel</c>: brackets for what may be left
    /// out, a label where it must be written.
    /// </summary>
    public override string ToString() =>
        $"{Name}({string.Join(", ", Parameters)}){(Result is { } result ? $" → {result.Noun()}" : "")}";
}

/// <summary>One argument that a call takes.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Type">What it must be.</param>
public sealed record Parameter(string Name, ParameterType Type)
{
    /// <summary>How often it must be given at least: 0 or 1.</summary>
    public int Least { get; init; } = 1;

    /// <summary>How often it can be given.</summary>
    public int Most { get; init; } = 1;

    /// <summary>Whether the label must be written.</summary>
    public bool NamedOnly { get; init; }

    /// <summary>The smallest number that it can be.</summary>
    public ulong Smallest { get; init; }

    /// <summary>The largest number that it can be.</summary>
    public ulong Largest { get; init; } = ulong.MaxValue;

    /// <summary>Whether the label says no more than the type: <c>session</c>.</summary>
    internal bool IsNamedByType => Name.Equals(Type.Noun(), StringComparison.OrdinalIgnoreCase);

    /// <summary><c>pa: number</c>, in brackets when it may be left out, with <c>…</c> when it can be given more than once.</summary>
    public override string ToString()
    {
        string text = NamedOnly || !IsNamedByType ? $"{Name}: {Type.Noun()}" : Name;
        if (Most > 1) text += "…";
        return Least == 0 ? $"[{text}]" : text;
    }
}

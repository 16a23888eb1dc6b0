namespace TeeSim.Scenarios.Calls;

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

    /// <summary>What the number counts, which random runs need to know.</summary>
    public NumberUse Use { get; init; }

    /// <summary>Whether it is memory that is passed to a TA: a call has room for four of them.</summary>
    public bool IsBuffer { get; init; }

    /// <summary>Whether the label says no more than the type: <c>session</c>.</summary>
    internal bool IsNamedByType => Name.Equals(Type.Noun, StringComparison.OrdinalIgnoreCase);

    /// <summary><c>pa: number</c>, in brackets when it may be left out, with <c>…</c> when it can be given more than once.</summary>
    public override string ToString()
    {
        string text = NamedOnly || !IsNamedByType ? $"{Name}: {Type}" : Name;
        if (Most > 1) text += "…";
        return Least == 0 ? $"[{text}]" : text;
    }
}

/// <summary>What a number is.</summary>
public enum NumberUse
{
    /// <summary>A code, a flag, a count.</summary>
    Code,

    /// <summary>An address, physical or virtual.</summary>
    Address,

    /// <summary>A count of bytes.</summary>
    Size,
}

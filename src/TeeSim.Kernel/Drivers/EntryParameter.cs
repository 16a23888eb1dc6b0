namespace TeeSim.Kernel.Drivers;

/// <summary>One argument that an entry point takes.</summary>
/// <param name="Name">Its label in scripts: a letter, then letters, digits and <c>_</c>.</param>
/// <param name="Type">What it is.</param>
public sealed record EntryParameter(string Name, EntryParameterType Type)
{
    /// <summary>For a handle its kind, a noun such as <c>channel</c>; null for all others.</summary>
    public string? Handle { get; init; }

    /// <summary>Whether it may be left out; its label must then be written.</summary>
    public bool IsOptional { get; init; }

    /// <summary>How often it can be given. Only ranges can be given more than once.</summary>
    public int Most { get; init; } = 1;

    /// <summary>The smallest that a number, an address or a size can be.</summary>
    public ulong Smallest { get; init; }

    /// <summary>The largest that a number, an address or a size can be.</summary>
    public ulong Largest { get; init; } = ulong.MaxValue;
}

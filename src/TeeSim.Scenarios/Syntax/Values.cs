using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>A word of a script and where it stands.</summary>
/// <param name="Text">The word as written.</param>
/// <param name="Position">Of its first character.</param>
public sealed record Name(string Text, SourcePosition Position);

/// <summary>A number of up to 64 bits.</summary>
/// <param name="Value">What it is worth: <c>128K</c> is 131072.</param>
/// <param name="Text">How it is written, so that printing keeps it.</param>
/// <param name="Position">Of its first character.</param>
public sealed record Number(ulong Value, string Text, SourcePosition Position);

/// <summary>One argument of a call.</summary>
/// <param name="Label">The parameter that it is for; null when its place says that.</param>
/// <param name="Value">What is passed.</param>
public sealed record Argument(Name? Label, Value Value)
{
    /// <summary>Of the label, or of the value when there is none.</summary>
    public SourcePosition Position => Label?.Position ?? Value.Position;
}

/// <summary>What an argument can be.</summary>
public abstract record Value
{
    /// <summary>Of the value's first character.</summary>
    public abstract SourcePosition Position { get; }
}

/// <summary>A plain number.</summary>
/// <param name="Number">The number.</param>
public sealed record NumberValue(Number Number) : Value
{
    /// <inheritdoc/>
    public override SourcePosition Position => Number.Position;
}

/// <summary><c>BASE + SIZE</c>: a piece of physical memory.</summary>
/// <param name="Base">Address of the first byte.</param>
/// <param name="Size">Bytes.</param>
public sealed record RangeValue(Number Base, Number Size) : Value
{
    /// <inheritdoc/>
    public override SourcePosition Position => Base.Position;
}

/// <summary>A name: a TA, or the result of an earlier call.</summary>
/// <param name="Name">The name.</param>
public sealed record NameValue(Name Name) : Value
{
    /// <inheritdoc/>
    public override SourcePosition Position => Name.Position;
}

/// <summary>A place in the TEE's source, such as <c>mobj.c:168</c>.</summary>
/// <param name="Site">The place.</param>
public sealed record SiteValue(SiteReference Site) : Value
{
    /// <inheritdoc/>
    public override SourcePosition Position => Site.Position;
}

/// <summary>A simulated time, such as <c>4s</c>.</summary>
/// <param name="Time">At most 24 hours.</param>
/// <param name="Text">How it is written, so that printing keeps it.</param>
/// <param name="At">Of its first character.</param>
public sealed record DurationValue(TimeSpan Time, string Text, SourcePosition At) : Value
{
    /// <inheritdoc/>
    public override SourcePosition Position => At;
}

using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary><c>KEYWORD VALUE</c>: what is booted with, such as <c>heap 128K</c>.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Keyword">That of a <see cref="SettingForm"/>, or of a setting of the driver.</param>
/// <param name="Value">What it is set to.</param>
public sealed record SettingStatement(SourcePosition Position, string Keyword, Value Value) : Statement(Position)
{
    /// <summary>Whether it is this setting.</summary>
    public bool Is(SettingForm form) => Keyword == form.Keyword;

    /// <summary>The name that it is set to.</summary>
    public Name Name => ((NameValue)Value).Name;

    /// <summary>The number that it is set to.</summary>
    public Number Number => ((NumberValue)Value).Number;

    /// <summary>The range that it is set to.</summary>
    public RangeValue Range => (RangeValue)Value;
}

namespace TeeSim.Scenarios.Reports;

/// <summary>One execution of a call of the script.</summary>
/// <param name="Call">The call as reports name it: <c>input: close_channel(ch)</c>.</param>
/// <param name="Line">Its line in the script; 0 for a process that died between its calls.</param>
/// <param name="Repetition">Which time around the innermost repeat, from 1; 0 outside of repeats.</param>
public sealed record CallReference(string Call, int Line, long Repetition)
{
    /// <summary><c>`input: close_channel(ch)` (line 17, repetition 1)</c>.</summary>
    public override string ToString() => Repetition == 0 ? WithoutRepetition : $"`{Call}` (line {Line}, repetition {Repetition})";

    /// <summary>Without the repetition.</summary>
    public string WithoutRepetition => Line == 0 ? $"`{Call}`" : $"`{Call}` (line {Line})";
}

namespace TeeSim.Core.Diagnostics;

/// <summary>
/// What is wrong with an input: one sentence that says what was found, what was expected and, where it helps, what to do.
/// Bad scripts, traces and images give diagnostics; they never make TeeSim throw.
/// </summary>
/// <param name="Position">Where.</param>
/// <param name="Message">The sentence, without a final full stop, on one line.</param>
public sealed record Diagnostic(SourcePosition Position, string Message)
{
    /// <summary><c>file:line:column: message</c>, the form that editors and CI systems turn into a link.</summary>
    public override string ToString() => $"{Position}: {Message}";
}

using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary><c>PROCESS [RESULT =] CALL(ARGUMENTS) [-&gt; EXPECTED]</c>: a process makes a call.</summary>
/// <param name="Position">Of the statement, which is that of the process.</param>
/// <param name="Process">The normal-world process that makes the call.</param>
/// <param name="Result">The name that the call's result gets; null when it is not kept.</param>
/// <param name="Call">Which call.</param>
/// <param name="Arguments">In the order written.</param>
/// <param name="Expected">The result code that the call must return, or <c>any</c>; null for <c>SUCCESS</c>.</param>
public sealed record CallStatement(
    SourcePosition Position, Name Process, Name? Result, Name Call, IReadOnlyList<Argument> Arguments, Name? Expected) : Statement(Position)
{
    /// <summary>The calls that come in while this one waits for the normal world; empty when there is no block.</summary>
    public IReadOnlyList<Statement> Body { get; init; } = [];

    /// <summary>Whether there is a block.</summary>
    public bool HasBody { get; init; }

    /// <summary>The comment behind the closing brace; null when there is none.</summary>
    public string? ClosingComment { get; init; }

    /// <summary>
    /// For a call of a script that was made from another one: the call that it was there; null for a call that somebody has written.
    /// </summary>
    public CallOrigin? Origin { get; init; }

    /// <summary>The call that somebody has written: this one, or the one that it was made from.</summary>
    public CallStatement Written => Origin?.Call ?? this;

    /// <summary>The argument that is written with a label; null when there is none.</summary>
    public Argument? Labelled(string label) => Arguments.FirstOrDefault(a => a.Label?.Text == label);

    /// <summary><c>player: unmap(s, 0x5a399000, 0x1000)</c>, the form in which reports name a call.</summary>
    public override string ToString() => ScriptPrinter.PrintWithProcess(this);
}

/// <summary>One execution of a call of another script.</summary>
/// <param name="Call">The call.</param>
/// <param name="Repetition">Which time around the innermost repeat, from 1; 0 outside of repeats.</param>
public sealed record CallOrigin(CallStatement Call, long Repetition);

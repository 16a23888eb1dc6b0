using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Analysis;

/// <summary>One execution of a call.</summary>
/// <param name="Statement">The call.</param>
/// <param name="Repetition">Which time around the innermost repeat, from 1; 0 outside of repeats.</param>
/// <param name="Index">Which call of the run it is, from 1.</param>
internal sealed record CallInstance(CallStatement Statement, long Repetition, long Index)
{
    /// <summary>The call as somebody has written it: its executions are told apart by their repetition.</summary>
    public CallStatement Written => Statement.Written;

    public CallReference Reference =>
        new(ScriptPrinter.PrintWithProcess(Written), Written.Position.Line, Statement.Origin?.Repetition ?? Repetition);
}

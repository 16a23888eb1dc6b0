using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>Processes must not wait for each other's locks for ever.</summary>
internal static class DeadlockRule
{
    /// <summary>What is wrong with an end in which they do.</summary>
    public static Finding Judge(LockDeadlock deadlock)
    {
        (Step waiting, Step taken) = (deadlock.Waiting, deadlock.Taken);
        string what = $"waits for ever: {taken.ProcessName} has the lock '{taken.Call.Lock}' since line "
            + $"{taken.Statement.Position.Line}, and can't go on either";
        return new Finding(FailureKind.Hang, ScriptPrinter.PrintWithProcess(waiting.Statement), waiting.Statement.Position.Line, what);
    }
}

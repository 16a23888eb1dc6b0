using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Processes, and for whom one can wait.</summary>
internal sealed partial class ScriptCheck
{
    private readonly ProcessNames _processes = new(script.Statements, from?.Processes ?? []);

    /// <summary>
    /// One can wait only for what stands above, or was there before: so the lines as written are an order in which nobody waits for ever.
    /// </summary>
    private void CheckProcess(Name process, CallStatement call)
    {
        string name = Printable.Quote(process.Text);
        if (process.Text == call.Process.Text)
        {
            Report(process.Position, $"found {name} where {call.Call.Text} takes another process than the one that waits");
        }
        else if (_processes.IsAbove(process.Text))
        {
            return;
        }
        else if (_processes.FirstCallOf(process.Text) is { } first)
        {
            Report(process.Position, $"found {name} before its first call in line {first.Line}; one can wait only for calls above");
        }
        else
        {
            string[] others = [.. _processes.Above.Where(other => other != call.Process.Text)];
            string sentence = Sentence.Unknown("process", process.Text, others);
            Report(process.Position, others.Length > 0 ? sentence : $"{sentence}; no other process makes a call above");
        }
    }
}

using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Threads of a process: they die together, and once.</summary>
internal sealed partial class ScriptCheck
{
    private readonly Dictionary<string, SourcePosition> _deaths = new(StringComparer.Ordinal);
    private int _repeats;

    private void CheckThread(CallStatement call)
    {
        string name = call.Process.Text;
        string process = ThreadName.ProcessOf(name);
        if (_processes.KindOf(process) is { } first && ThreadName.IsThread(first.Name) != ThreadName.IsThread(name))
        {
            string earlier = first.Position is { } at ? $"line {at.Line} has" : "the state has";
            Report(call.Process.Position, $"found {Printable.Quote(name)}, but {earlier} {Printable.Quote(first.Name)}; "
                + $"a process has threads or has none, so give each of its calls one, such as '{process}{ThreadName.Separator}main'");
        }
        else if (ThreadName.IsThread(name) && _deaths.TryGetValue(process, out SourcePosition death))
        {
            Report(call.Process.Position, $"found a call of {Printable.Quote(name)}, which has died with its process in line "
                + $"{death.Line}; give calls behind that to another process");
        }
    }

    private void Die(CallStatement call)
    {
        _locks.Die(call.Process.Text);
        string name = call.Process.Text;
        if (!ThreadName.IsThread(name)) return;
        _deaths.TryAdd(ThreadName.ProcessOf(name), call.Position);
        if (_repeats > 0)
        {
            Report(call.Call.Position,
                $"found the death of {Printable.Quote(name)} in a repeat; a process with threads dies once, so move it behind the repeat");
        }
        else if (_blocks > 0)
        {
            Report(call.Call.Position, $"found the death of {Printable.Quote(name)} inside of a call; "
                + "a process with threads dies between calls, so move it behind the block");
        }
    }
}

using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>
/// The processes of a script, and which of them have made a call above one place of it, or before the state that it goes on from.
/// </summary>
internal sealed class ProcessNames
{
    private readonly List<string> _above = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Name, SourcePosition? Position)> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourcePosition> _firstCalls = new(StringComparer.Ordinal);

    /// <param name="statements">The whole script.</param>
    /// <param name="earlier">Those that have made calls before it.</param>
    public ProcessNames(IReadOnlyList<Statement> statements, IReadOnlyList<string> earlier)
    {
        foreach (string process in earlier) Add(process);
        Remember(statements);
    }

    /// <summary>Those that have made a call where a script ends, in the order of their first ones.</summary>
    /// <param name="script">The script.</param>
    /// <param name="earlier">Those that have made calls before it.</param>
    public static IReadOnlyList<string> AtTheEndOf(Script script, IReadOnlyList<string> earlier) =>
        [.. earlier.Union(
            new ProcessNames(script.Statements, earlier)._firstCalls.OrderBy(first => first.Value.Line).Select(first => first.Key))];

    /// <summary>Those that have made a call so far, in the order of their first ones.</summary>
    public IReadOnlyList<string> Above => _above;

    /// <summary>Whether a process has made a call so far.</summary>
    public bool IsAbove(string process) => _known.Contains(process);

    /// <summary>Where a process makes its first call, or null when it makes none.</summary>
    public SourcePosition? FirstCallOf(string process) => _firstCalls.TryGetValue(process, out SourcePosition position) ? position : null;

    /// <summary>
    /// The first that makes a call of a process and its threads, and where; no position when it did so before
    /// the script. Null when none does.
    /// </summary>
    public (string Name, SourcePosition? Position)? KindOf(string process) =>
        _kinds.TryGetValue(process, out (string, SourcePosition?) first) ? first : null;

    /// <summary>The process makes a call here.</summary>
    public void Add(string process)
    {
        if (_known.Add(process)) _above.Add(process);
        _kinds.TryAdd(ThreadName.ProcessOf(process), (process, FirstCallOf(process)));
    }

    private void Remember(IReadOnlyList<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            if (statement is RepeatStatement repeat) Remember(repeat.Body);
            if (statement is not CallStatement call) continue;
            _firstCalls.TryAdd(call.Process.Text, call.Position);
            Remember(call.Body);
        }
    }
}

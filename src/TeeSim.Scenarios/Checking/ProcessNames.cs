using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>The processes of a script, and which of them have made a call above one place of it.</summary>
internal sealed class ProcessNames
{
    private readonly List<string> _above = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourcePosition> _firstCalls = new(StringComparer.Ordinal);

    /// <param name="statements">The whole script.</param>
    public ProcessNames(IReadOnlyList<Statement> statements) => Remember(statements);

    /// <summary>Those that have made a call so far, in file order.</summary>
    public IReadOnlyList<string> Above => _above;

    /// <summary>Whether a process has made a call so far.</summary>
    public bool IsAbove(string process) => _known.Contains(process);

    /// <summary>Where a process makes its first call, or null when it makes none.</summary>
    public SourcePosition? FirstCallOf(string process) => _firstCalls.TryGetValue(process, out SourcePosition position) ? position : null;

    /// <summary>The process makes a call here.</summary>
    public void Add(Name process)
    {
        if (_known.Add(process.Text)) _above.Add(process.Text);
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

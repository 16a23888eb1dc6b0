using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.NormalWorld;

namespace TeeSim.Scenarios.Checking;

/// <summary>Who has which lock of the normal world at one place of a script, in the order as written.</summary>
internal sealed class HeldLocks
{
    private readonly Dictionary<string, (string Process, SourcePosition Position)> _holders = new(StringComparer.Ordinal);

    /// <summary>Who has a lock, and since when; null when it is free.</summary>
    public (string Process, SourcePosition Position)? HolderOf(string name) =>
        _holders.TryGetValue(name, out (string, SourcePosition) holder) ? holder : null;

    /// <summary>All that are held, in the order of their lines.</summary>
    public IReadOnlyList<(string Name, string Process, SourcePosition Position)> All =>
        [.. _holders.Select(h => (h.Key, h.Value.Process, h.Value.Position)).OrderBy(h => h.Position.Line)];

    /// <summary>A process takes a lock.</summary>
    public void Take(string name, string process, SourcePosition position) => _holders[name] = (process, position);

    /// <summary>A lock is free again.</summary>
    public void Free(string name) => _holders.Remove(name);

    /// <summary>A process dies: what it has locked is free.</summary>
    public void Die(string process)
    {
        foreach ((string name, _, _) in All.Where(h => ThreadName.AreOfOneProcess(h.Process, process))) _holders.Remove(name);
    }
}

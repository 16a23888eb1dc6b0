using System.Collections.Immutable;
using TeeSim.Bget;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Objects;

namespace TeeSim.Scenarios.Running;

/// <summary>Remembers behind which call a buffer had no owner any more: where to look first for who is to blame.</summary>
internal sealed class OwnerWatch
{
    private readonly Dictionary<ulong, CallInstance> _since = [];
    private ImmutableArray<MdbgEntry> _last = [];

    /// <summary>For each buffer that nobody holds a pointer to, the call since which that is so.</summary>
    public IReadOnlyDictionary<ulong, CallInstance> Since => _since;

    /// <summary>Payload bytes that nobody holds a pointer to.</summary>
    public long Bytes => _last.Sum(e => e.Size);

    /// <summary>What is ownerless from the start is nobody's fault.</summary>
    public void Start(ObjectGraph graph) => _last = graph.Orphans;

    /// <summary>Looks at the state behind a call.</summary>
    public void See(ObjectGraph graph, CallInstance call)
    {
        ImmutableArray<MdbgEntry> now = graph.Orphans;
        if (now == _last) return;
        // Both lists ascend.
        int old = 0;
        foreach (MdbgEntry entry in now)
        {
            for (; old < _last.Length && _last[old].Payload < entry.Payload; old++) _since.Remove(_last[old].Payload);
            if (old < _last.Length && _last[old] == entry) old++;
            else _since[entry.Payload] = call;
        }

        for (; old < _last.Length; old++) _since.Remove(_last[old].Payload);
        _last = now;
    }
}

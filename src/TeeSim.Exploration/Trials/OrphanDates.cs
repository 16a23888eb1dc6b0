using TeeSim.Bget;
using TeeSim.Scenarios.Objects;

namespace TeeSim.Exploration.Trials;

/// <summary>
/// Since which step of a list nobody owns what nobody owns. Equation: it holds the buffers without an owner of the state seen last, each
/// with the first step behind which that was so.
/// </summary>
internal sealed class OrphanDates
{
    private Dictionary<ulong, (MdbgEntry Buffer, int Since)> _orphans = [];

    /// <summary>Takes down what nobody owns behind a step. What finds an owner again is no orphan any more.</summary>
    public void See(ObjectGraph graph, int at)
    {
        if (graph.Orphans.Length == 0 && _orphans.Count == 0) return;
        var now = new Dictionary<ulong, (MdbgEntry, int)>();
        foreach (MdbgEntry buffer in graph.Orphans)
        {
            now[buffer.Payload] = _orphans.TryGetValue(buffer.Payload, out (MdbgEntry Buffer, int Since) known) && known.Buffer == buffer
                ? known
                : (buffer, at);
        }

        _orphans = now;
    }

    /// <summary>What nobody owns in the end, by the step since which that is so.</summary>
    public IEnumerable<(int At, IEnumerable<MdbgEntry> Orphans)> ByStep() =>
        _orphans.Values.GroupBy(o => o.Since).OrderBy(g => g.Key).Select(g => (g.Key, g.Select(o => o.Buffer)));
}

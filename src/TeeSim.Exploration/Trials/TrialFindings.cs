using TeeSim.Bget;
using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.States;

namespace TeeSim.Exploration.Trials;

/// <summary>Gathers what is wrong with one list of calls. Equation: <c>_orphans</c> are the buffers that nobody owns in the state seen last, each with the first call behind which that was so.</summary>
internal sealed class TrialFindings
{
    private readonly List<Finding> _all = [];
    private Dictionary<ulong, (MdbgEntry Buffer, int Since)> _orphans = [];

    /// <summary>In the order of the guilty calls; what no call is to blame for comes last.</summary>
    public IReadOnlyList<Finding> All => [.. _all.OrderBy(f => f.At < 0 ? int.MaxValue : f.At)];

    public void Add(FailureKind kind, string call, string what, int at) => _all.Add(new Finding(new FailureKey(kind, call, what), [], at));

    /// <summary>For what goes on being wrong behind the call that began it.</summary>
    public void AddOnce(FailureKind kind, string call, string what, int at)
    {
        if (!_all.Exists(f => f.Key.Kind == kind && f.Key.What == what)) Add(kind, call, what, at);
    }

    public void AddLeak(string call, IReadOnlyList<string> sites, int at) =>
        _all.Add(new Finding(new FailureKey(FailureKind.Leak, call, $"leak from {string.Join(", ", sites)}"), sites, at));

    /// <summary>Takes down what nobody owns behind a call. What finds an owner again is no orphan any more.</summary>
    public void SeeOrphans(ObjectGraph graph, int at)
    {
        if (graph.Orphans.Length == 0 && _orphans.Count == 0) return;
        var now = new Dictionary<ulong, (MdbgEntry, int)>();
        foreach (MdbgEntry buffer in graph.Orphans)
        {
            now[buffer.Payload] = _orphans.TryGetValue(buffer.Payload, out (MdbgEntry Buffer, int Since) known) && known.Buffer == buffer ? known : (buffer, at);
        }

        _orphans = now;
    }

    /// <summary>What nobody owns in the end, by the call since which that is so.</summary>
    public IEnumerable<(int At, IEnumerable<MdbgEntry> Orphans)> OrphansByCall() =>
        _orphans.Values.GroupBy(o => o.Since).OrderBy(g => g.Key).Select(g => (g.Key, g.Select(o => o.Buffer)));
}

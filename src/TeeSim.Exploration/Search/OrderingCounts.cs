using System.Numerics;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Search;

/// <summary>
/// How many orderings there are of each kind, from the graph of states: an ordering is a way through it, and counts under the most severe
/// failure on that way. Where the core stops, all orderings that begin so count.
/// </summary>
internal sealed class OrderingCounts
{
    private readonly SearchContext _search;
    private readonly NodeOrder _order;
    private readonly Dictionary<int, BigInteger> _stopped = [];

    public OrderingCounts(SearchContext search, NodeOrder order)
    {
        _search = search;
        _order = order;
        var space = new ScheduleSpace(search.Program);
        foreach ((int edge, StoppedAt at) in search.Graph.AllStopped) _stopped[edge] = space.From(at.Positions, at.Dead) ?? BigInteger.One;
    }

    /// <summary>Orderings by kind, <see cref="FailureKind.None"/> for clean ones; kinds without one are left out.</summary>
    public IReadOnlyDictionary<FailureKind, BigInteger> ByKind()
    {
        var counts = new SortedDictionary<FailureKind, BigInteger>();
        BigInteger upToHere = 0;
        var values = new BigInteger[_search.Graph.NodeCount];
        foreach (FailureKind kind in KindsSeen())
        {
            BigInteger all = UpTo(kind, values);
            if (all != upToHere) counts[kind] = all - upToHere;
            upToHere = all;
        }

        return counts;
    }

    private IEnumerable<FailureKind> KindsSeen() =>
        Enumerable.Range(0, _search.Findings.Count).Select(i => _search.Findings[i].Kind).Append(FailureKind.None).Distinct().Order();

    // Orderings with nothing more severe than a kind, from the ends back to the start.
    private BigInteger UpTo(FailureKind kind, BigInteger[] values)
    {
        foreach (int id in _order.DeepestFirst())
        {
            ref StateNode node = ref _search.Graph.Node(id);
            BigInteger sum = 0;
            if (KindOf(node.Finding) <= kind)
            {
                if (node.IsEnd && KindOf(node.FindingAtEnd) <= kind) sum = BigInteger.One;
                for (int e = node.FirstEdge; e >= 0; e = _search.Graph.Edge(e).Next)
                {
                    ref StateEdge edge = ref _search.Graph.Edge(e);
                    if (KindOf(edge.Findings.Finding) <= kind) sum += edge.To == StateGraph.Stopped ? _stopped[e] : values[edge.To];
                }
            }

            values[id] = sum;
        }

        return values.Length == 0 ? 0 : values[0];
    }

    private FailureKind KindOf(int finding) => _search.Findings[finding].Kind;
}

using TeeSim.Exploration.Schedules;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Search;

/// <summary>
/// Finds ways through the graph of states that show a failure: short ones, with few changes between processes. The same graph gives the
/// same ways, whoever built it in which order.
/// </summary>
internal sealed class ExamplePaths
{
    private readonly SearchContext _search;
    private readonly StateGraph _graph;
    private readonly Label[] _labels;
    private readonly bool[] _leadsToLeak;

    public ExamplePaths(SearchContext search, NodeOrder order)
    {
        _search = search;
        _graph = search.Graph;
        _labels = new Label[_graph.NodeCount];
        _leadsToLeak = new bool[_graph.NodeCount];
        Array.Fill(_labels, new Label(int.MaxValue, int.MaxValue, int.MaxValue, UInt128.MaxValue, -1, -1));
        if (_labels.Length > 0) _labels[0] = new Label(0, 0, -1, 0, -1, -1);
        foreach (int id in order.ShallowestFirst) Relax(id);
        foreach (int id in order.DeepestFirst()) _leadsToLeak[id] = LeadsToLeak(id);
    }

    /// <summary>Where each failure can be seen, the best places first, at most so many for each.</summary>
    public Dictionary<int, List<Place>> Places(int most)
    {
        var places = new Dictionary<int, List<Place>>();
        for (int id = 0; id < _graph.NodeCount; id++)
        {
            ref StateNode node = ref _graph.Node(id);
            if (node.Finding != 0) Add(places, node.Finding, PlaceAt(id, -1), most);
            if (node.FindingAtEnd != 0) Add(places, node.FindingAtEnd, PlaceAt(id, -1) with { IsEnd = true }, most);
            for (int e = node.FirstEdge; e >= 0; e = _graph.Edge(e).Next)
            {
                ref StateEdge edge = ref _graph.Edge(e);
                if (edge.Findings.Finding != 0) Add(places, edge.Findings.Finding, PlaceAt(id, e), most);
                if (edge.Findings.Orphans != 0 && edge.To >= 0 && _leadsToLeak[edge.To])
                    Add(places, edge.Findings.Orphans, PlaceAt(id, e) with { MustLeak = true }, most);
            }
        }

        return places;
    }

    /// <summary>The whole way through a place, as far as it goes on.</summary>
    public IReadOnlyList<Alternative> Through(Place place)
    {
        var way = new List<Alternative>();
        for (int id = place.Node; _labels[id].Edge >= 0; id = _labels[id].From)
            way.Add(Alternative.Of(_graph.Edge(_labels[id].Edge).Alternative));
        way.Reverse();
        int node = place.Node;
        if (place.Edge >= 0)
        {
            way.Add(Alternative.Of(_graph.Edge(place.Edge).Alternative));
            node = _graph.Edge(place.Edge).To;
        }

        while (!place.IsEnd && node >= 0 && GoOn(node, way.Count > 0 ? way[^1].Process : 0, place.MustLeak) is var e and >= 0)
        {
            way.Add(Alternative.Of(_graph.Edge(e).Alternative));
            node = _graph.Edge(e).To;
        }

        return way;
    }

    private void Relax(int id)
    {
        Label label = _labels[id];
        for (int e = _graph.Node(id).FirstEdge; e >= 0; e = _graph.Edge(e).Next)
        {
            ref StateEdge edge = ref _graph.Edge(e);
            if (edge.To < 0) continue;
            Alternative alternative = Alternative.Of(edge.Alternative);
            int process = alternative.Process;
            var next = new Label(
                label.Faults + (alternative.IsFault ? 1 : 0), label.Switches + (process == label.Process ? 0 : 1), process,
                _graph.Node(id).Key, id, e);
            if (next.IsBetterThan(_labels[edge.To])) _labels[edge.To] = next;
        }
    }

    private bool LeadsToLeak(int id)
    {
        ref StateNode node = ref _graph.Node(id);
        if (node.IsEnd && _search.Findings[node.FindingAtEnd].Kind == FailureKind.Leak) return true;
        for (int e = node.FirstEdge; e >= 0; e = _graph.Edge(e).Next)
        {
            if (_graph.Edge(e).To is var to and >= 0 && _leadsToLeak[to]) return true;
        }

        return false;
    }

    // The same process if it can, else the first that can; no faults that need not be.
    private int GoOn(int id, int process, bool mustLeak)
    {
        int best = -1;
        int bestRank = int.MaxValue;
        for (int e = _graph.Node(id).FirstEdge; e >= 0; e = _graph.Edge(e).Next)
        {
            ref StateEdge edge = ref _graph.Edge(e);
            Alternative alternative = Alternative.Of(edge.Alternative);
            if (edge.To < 0 || (mustLeak && !_leadsToLeak[edge.To]) || (alternative.IsFault && (!mustLeak || _graph.Node(id).IsEnd)))
                continue;
            int rank = (alternative.Process == process ? 0 : alternative.Process + 1) + (alternative.IsFault ? 1000 : 0);
            if (rank < bestRank) (best, bestRank) = (e, rank);
        }

        return best;
    }

    private Place PlaceAt(int node, int edge) => new(
        node, edge, _labels[node].Faults + (edge >= 0 && Alternative.Of(_graph.Edge(edge).Alternative).IsFault ? 1 : 0),
        _graph.Node(node).Depth, _labels[node].Switches, edge < 0 ? 0 : _graph.Edge(edge).Alternative, _graph.Node(node).Key);

    private static void Add(Dictionary<int, List<Place>> places, int failure, Place place, int most)
    {
        if (!places.TryGetValue(failure, out List<Place>? list)) places[failure] = list = [];
        int at = list.FindIndex(p => place.IsBetterThan(p));
        if (at < 0 && list.Count < most) list.Add(place);
        else if (at >= 0) list.Insert(at, place);
        if (list.Count > most) list.RemoveAt(most);
    }

    /// <summary>The best way to a state.</summary>
    private readonly record struct Label(int Faults, int Switches, int Process, UInt128 Key, int From, int Edge)
    {
        public bool IsBetterThan(Label other) =>
            (Faults, Switches, Process, Key).CompareTo((other.Faults, other.Switches, other.Process, other.Key)) < 0;
    }
}

/// <summary>Where a failure can be seen.</summary>
/// <param name="Node">The state, or the one in front of the transition.</param>
/// <param name="Edge">The transition; -1 when the state itself shows it.</param>
/// <param name="Faults">How many faults the way has.</param>
/// <param name="Depth">How many steps lead there.</param>
/// <param name="Switches">How often the way changes between processes.</param>
/// <param name="Alternative">What happens in the transition.</param>
/// <param name="Key">Of the state.</param>
internal readonly record struct Place(int Node, int Edge, int Faults, int Depth, int Switches, int Alternative, UInt128 Key)
{
    /// <summary>Whether it shows only at an end that leaks.</summary>
    public bool MustLeak { get; init; }

    /// <summary>Whether it shows only in orderings that end here.</summary>
    public bool IsEnd { get; init; }

    public bool IsBetterThan(Place other) =>
        (Faults, Depth, Switches, Alternative, Key).CompareTo(
            (other.Faults, other.Depth, other.Switches, other.Alternative, other.Key)) < 0;
}

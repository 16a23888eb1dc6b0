using System.Runtime.CompilerServices;

namespace TeeSim.Exploration.Search;

/// <summary>
/// The states that were seen, and how they follow from each other. Several workers add to it at once; a state is entered once, and its alternatives are tried once.
/// Equations: the edges of a node form a chain from <see cref="StateNode.FirstEdge"/>; an edge leads to a node of greater depth.
/// </summary>
internal sealed class StateGraph
{
    /// <summary>Where an edge leads when nothing can follow: the core has stopped.</summary>
    public const int Stopped = -1;

    private const int Shards = 64;

    private readonly StateTable[] _tables = [.. Enumerable.Range(0, Shards).Select(_ => new StateTable())];
    private readonly StateTable[] _traces = [.. Enumerable.Range(0, Shards).Select(_ => new StateTable())];
    private readonly ChunkedList<StateNode> _nodes = new();
    private readonly ChunkedList<StateEdge> _edges = new();

    /// <summary>How many states there are.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>What it takes, in bytes.</summary>
    public long Bytes => _nodes.Bytes + _edges.Bytes + _tables.Sum(t => t.Bytes) + _traces.Sum(t => t.Bytes);

    public ref StateNode Node(int id) => ref _nodes[id];

    public ref StateEdge Edge(int id) => ref _edges[id];

    /// <summary>The state of a key; entered when it is new.</summary>
    /// <returns>Whether it was.</returns>
    public bool Enter(UInt128 key, int depth, out int id)
    {
        StateTable table = _tables[ShardOf(key)];
        lock (table)
        {
            if (table.TryGet(key, out id)) return false;
            id = _nodes.Add(new StateNode { Key = key, FirstEdge = -1, Depth = depth });
            table.Add(key, id);
            return true;
        }
    }

    /// <summary>The state of a key, or false when it was not seen yet.</summary>
    public bool TryFind(UInt128 key, out int id)
    {
        StateTable table = _tables[ShardOf(key)];
        lock (table) return table.TryGet(key, out id);
    }

    /// <summary>The state behind a beginning that has been made in another order, or false.</summary>
    public bool TryFindTrace(UInt128 trace, out int id)
    {
        StateTable table = _traces[ShardOf(trace)];
        lock (table) return table.TryGet(trace, out id);
    }

    /// <summary>Remembers where a beginning leads.</summary>
    public void AddTrace(UInt128 trace, int id)
    {
        StateTable table = _traces[ShardOf(trace)];
        lock (table)
        {
            if (!table.TryGet(trace, out _)) table.Add(trace, id);
        }
    }

    /// <summary>Adds a transition. Several workers can try alternatives of the same state.</summary>
    public int AddEdge(int from, int to, Alternative alternative, Findings findings)
    {
        int id = _edges.Add(new StateEdge { To = to, Alternative = alternative.Code, Findings = findings });
        // The chain is followed only when all workers have ended.
        _edges[id].Next = Interlocked.Exchange(ref _nodes[from].FirstEdge, id);
        return id;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ShardOf(UInt128 key) => (int)((ulong)(key >> 64) % Shards);
}

/// <summary>A state.</summary>
internal struct StateNode
{
    public UInt128 Key;

    /// <summary>The transition that was added last; -1 for none.</summary>
    public int FirstEdge;

    /// <summary>How many transitions lead here from the start.</summary>
    public int Depth;

    /// <summary>What is wrong with the state itself.</summary>
    public Findings Findings;

    /// <summary>Whether an ordering can end here.</summary>
    public bool IsEnd;
}

/// <summary>A transition.</summary>
internal struct StateEdge
{
    /// <summary>The state it leads to, or <see cref="StateGraph.Stopped"/>.</summary>
    public int To;

    /// <summary>The next transition of the same state; -1 for none.</summary>
    public int Next;

    /// <summary>What happens: <see cref="Search.Alternative.Of"/>.</summary>
    public int Alternative;

    /// <summary>What went wrong.</summary>
    public Findings Findings;
}

/// <summary>What is wrong, by numbers in the list of failures; 0 for nothing.</summary>
/// <param name="Failure">The most severe failure.</param>
/// <param name="Orphans">The leak that begins here, which is one when nobody frees it up to the end.</param>
internal readonly record struct Findings(int Failure, int Orphans);

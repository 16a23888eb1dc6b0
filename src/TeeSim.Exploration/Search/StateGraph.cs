using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TeeSim.Exploration.Schedules;

namespace TeeSim.Exploration.Search;

/// <summary>
/// The states that were seen, and how they follow from each other. Several workers add to it at once; a state is entered once, and its
/// alternatives are tried once. Equations: the edges of a node form a chain from <see cref="StateNode.FirstEdge"/>; an edge
/// leads to a node of greater depth.
/// </summary>
internal sealed class StateGraph
{
    /// <summary>Where an edge leads when nothing can follow: the core has stopped.</summary>
    public const int Stopped = -1;

    private const int Shards = 64;

    private readonly StateTable[] _tables = [.. Enumerable.Range(0, Shards).Select(_ => new StateTable())];
    private readonly ConcurrentDictionary<int, StoppedAt> _stopped = new();
    private readonly ChunkedList<StateNode> _nodes = new();
    private readonly ChunkedList<StateEdge> _edges = new();

    /// <summary>How many states there are.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>What it takes, in bytes.</summary>
    public long Bytes => _nodes.Bytes + _edges.Bytes + _tables.Sum(t => t.Bytes);

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

    /// <summary>Where transitions lead that stopped the core.</summary>
    public IReadOnlyDictionary<int, StoppedAt> AllStopped => _stopped;

    /// <summary>A transition has stopped the core.</summary>
    public void AddStopped(int edge, ReadOnlySpan<int> positions, ulong dead) => _stopped[edge] = new StoppedAt([.. positions], dead);

    /// <summary>Adds a transition. Several workers can try alternatives of the same state.</summary>
    public int AddEdge(int from, int to, Alternative alternative, EdgeFindings findings)
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

    /// <summary>The most severe finding of the state itself, by number; 0 for none.</summary>
    public int Finding;

    /// <summary>That of orderings that end here, and of no others.</summary>
    public int FindingAtEnd;

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

    /// <summary>What happens: <see cref="Schedules.Alternative.Of"/>.</summary>
    public int Alternative;

    /// <summary>What went wrong.</summary>
    public EdgeFindings Findings;
}

/// <summary>What is wrong with a transition, by numbers; 0 for nothing.</summary>
/// <param name="Finding">The most severe finding.</param>
/// <param name="Orphans">The leak that may begin here: it is one when an end behind it leaks.</param>
internal readonly record struct EdgeFindings(int Finding, int Orphans);

/// <summary>Where the core had stopped.</summary>
/// <param name="Positions">How many steps each process had made.</param>
/// <param name="Dead">Bits of the processes that had died.</param>
internal sealed record StoppedAt(int[] Positions, ulong Dead);

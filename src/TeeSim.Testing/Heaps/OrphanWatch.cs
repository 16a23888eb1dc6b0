using TeeSim.Core.Events;
using TeeSim.Kernel;
using TeeSim.Scenarios.Objects;

namespace TeeSim.Testing.Heaps;

/// <summary>
/// Finds what has no owner at the end of a span of time and was not there like this at its start: blocks are told apart by their address,
/// and a block that was released meanwhile is not the one that lies there afterwards.
/// </summary>
internal sealed class OrphanWatch : IDisposable
{
    private readonly SecureWorld _world;
    private readonly ObjectGraph _graph;
    private readonly Action<TeeEvent>? _others;
    private readonly HashSet<ulong> _known;

    /// <summary>Starts to watch.</summary>
    public OrphanWatch(SecureWorld world)
    {
        _world = world;
        _graph = ObjectGraph.Of(world);
        _known = [.. Orphans().Select(o => o.Address)];
        _others = world.Events.Listener;
        world.Events.Listener = OnEvent;
    }

    /// <summary>What has lost its owner since then, or never had one; by ascending address in each pool.</summary>
    public IReadOnlyList<HeapBlock> NewOrphans() => [.. Orphans().Where(o => !_known.Contains(o.Address))];

    /// <summary>Stops watching.</summary>
    public void Dispose() => _world.Events.Listener = _others;

    private IEnumerable<HeapBlock> Orphans()
    {
        _graph.Read();
        return _graph.Orphans.Select(orphan => HeapBlock.Of(_world, orphan));
    }

    private void OnEvent(TeeEvent e)
    {
        if (e.Kind == TeeEventKind.Freed) _known.Remove(e.Address);
        _others?.Invoke(e);
    }
}

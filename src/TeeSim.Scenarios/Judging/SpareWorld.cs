using TeeSim.Kernel;
using TeeSim.Kernel.States;

namespace TeeSim.Scenarios.Judging;

/// <summary>
/// A world beside that of a run, in which one thing after the other is tried: booted when it is needed first, and put back to its start for
/// each. Log and listener are left out.
/// </summary>
/// <param name="options">What it boots with.</param>
/// <param name="from">The state that all begins with; null for that after boot.</param>
internal sealed class SpareWorld(SecureWorldOptions options, WorldState? from)
{
    private SecureWorld? _world;
    private WorldSnapshot? _start;

    /// <summary>The world at its start. Whatever was tried before is taken back.</summary>
    public SecureWorld AtStart()
    {
        if (_world is not null)
        {
            _world.Events.Listener = null;
            _world.Restore(_start!);
            return _world;
        }

        _world = SecureWorld.Boot(options with { Logger = null, Listener = null });
        if (from is not null) _world.Continue(from);
        _start = _world.Snapshot();
        return _world;
    }
}

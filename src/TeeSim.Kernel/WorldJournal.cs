using TeeSim.Core;
using TeeSim.Core.Memory;

namespace TeeSim.Kernel;

/// <summary>
/// Goes forward and back along one path of states of a <see cref="SecureWorld"/>: bytes, clock, panic, and what processes have open.
/// See <see cref="MemoryJournal"/>.
/// </summary>
public sealed class WorldJournal
{
    private readonly SecureWorld _world;
    private readonly MemoryJournal _memory;
    private readonly Stack<Kept> _before = new();
    private Kept _kept;

    /// <summary>Starts at the world's present state.</summary>
    /// <param name="world">The world; its own snapshots must not be used meanwhile.</param>
    /// <param name="hashes">Whether <see cref="Fingerprint"/> is wanted.</param>
    public WorldJournal(SecureWorld world, bool hashes)
    {
        _world = world;
        _memory = new MemoryJournal(world.Memory, hashes);
        _kept = new Kept(world.HostState, world.HostState.NormalWorld.Fingerprint());
    }

    /// <summary>128 bits of the bytes of the state that was kept last; 0 without hashes.</summary>
    public UInt128 Fingerprint => _memory.Fingerprint;

    /// <summary>64 bits of what processes have open in the state that was kept last. The clock is no part of it.</summary>
    public ulong NormalWorldFingerprint => _kept.NormalWorldFingerprint;

    /// <summary>The next page whose bytes may have changed; see <see cref="MemoryJournal.NextChanged"/>.</summary>
    public AddressRange? NextChanged(ulong address) => _memory.NextChanged(address);

    /// <summary>How many steps can be taken back.</summary>
    public int Depth => _memory.Depth;

    /// <summary>Keeps the present state as the one to come back to.</summary>
    public void Keep()
    {
        _memory.Keep();
        _before.Push(_kept);
        HostState now = _world.HostState;
        bool isSame = ReferenceEquals(now.NormalWorld, _kept.State.NormalWorld);
        _kept = new Kept(now, isSame ? _kept.NormalWorldFingerprint : now.NormalWorld.Fingerprint());
    }

    /// <summary>Undoes what was done since the last <see cref="Keep"/>.</summary>
    public void Discard()
    {
        _memory.Discard();
        _world.HostState = _kept.State;
    }

    /// <summary>Goes back to the state before the last <see cref="Keep"/>.</summary>
    public void StepBack()
    {
        _memory.StepBack();
        _kept = _before.Pop();
        _world.HostState = _kept.State;
    }

    /// <summary>Forgets how to go back beyond the state that was kept last, where nobody will.</summary>
    public void Forget()
    {
        _memory.Forget();
        _before.Clear();
    }

    private readonly record struct Kept(HostState State, ulong NormalWorldFingerprint);
}

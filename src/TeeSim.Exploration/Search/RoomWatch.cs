using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel;

namespace TeeSim.Exploration.Search;

/// <summary>
/// Whether each allocation finds room wherever the other buffers lie. Equation: n buffers leave at most n + pools gaps, so that the largest
/// of them has at least free / (n + pools) bytes. It counts only what is the same in all states that are equal up to addresses, so that it
/// does not matter which of them a search has met.
/// </summary>
internal sealed class RoomWatch
{
    // What a block is larger than its buffer and header at the most: alignment, and a rest too small to be a block of its own.
    private const ulong Slack = 32;
    private readonly ulong _capacity;
    private readonly ulong _header;
    private readonly ulong _pools;
    private ulong _buffers;
    private ulong _bytes;

    public RoomWatch(SecureWorld world)
    {
        AddressRange[] pools = [.. world.Heap.Pools];
        _pools = (ulong)pools.Length;
        foreach (AddressRange pool in pools) _capacity += pool.Size;
        _header = world.Heap.HeaderSize;
    }

    /// <summary>Whether an allocation of the last call might find no room in another layout.</summary>
    public bool MayRunOut { get; private set; }

    /// <summary>A call begins.</summary>
    /// <param name="buffers">How many buffers there are.</param>
    /// <param name="bytes">Their sizes, in bytes, together.</param>
    public void Begin(int buffers, ulong bytes)
    {
        _buffers = (ulong)buffers;
        _bytes = bytes + _buffers * (_header + Slack);
        MayRunOut = false;
    }

    /// <summary>Something has happened in the call.</summary>
    public void On(in TeeEvent e)
    {
        switch (e.Kind)
        {
            case TeeEventKind.AllocationFailed:
                See(e.Size);
                break;
            case TeeEventKind.Allocated:
                See(e.Size);
                _buffers++;
                _bytes += e.Size + _header + Slack;
                break;
            case TeeEventKind.Freed when _buffers > 0:
                // How large it was is not known any more: there is more room than is counted.
                _buffers--;
                break;
        }
    }

    private void See(ulong size)
    {
        ulong free = _capacity > _bytes ? _capacity - _bytes : 0;
        MayRunOut |= (UInt128)(_buffers + _pools) * (size + _header + Slack) > free;
    }
}

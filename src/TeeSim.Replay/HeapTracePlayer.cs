using System.Globalization;
using TeeSim.Bget;
using TeeSim.Core.Memory;

namespace TeeSim.Replay;

/// <summary>
/// Runs the part behind the mark of a <see cref="HeapTraceProgram"/>, as often as wanted, on a heap that goes back to the mark in between.
/// </summary>
public sealed class HeapTracePlayer
{
    private readonly TraceWorld _world;
    private readonly HeapTraceProgram _program;
    private readonly ulong[] _slots;
    private readonly ulong[] _slotsAtMark;
    private readonly MemorySnapshot _mark;

    internal HeapTracePlayer(TraceWorld world, HeapTraceProgram program)
    {
        _world = world;
        _program = program;
        _slots = new ulong[program.SlotCount];
        Run(program.Span[..program.Mark]);
        _slotsAtMark = [.. _slots];
        _mark = world.Memory.Snapshot();
    }

    /// <summary>The heap's state in the words of <c>final-state.txt</c>: statistics, length of the free list, CRC of the pools.</summary>
    public string State
    {
        get
        {
            MallocStats s = _world.Heap.Stats;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"allocated={s.Allocated} max_allocated={s.MaxAllocated} num_alloc_fail={s.NumAllocFail} "
                + $"biggest_alloc_fail={s.BiggestAllocFail} free_blocks={_world.Heap.FreeList.Count()} crc=0x{_world.Crc:x8}");
        }
    }

    /// <summary>Makes the calls behind the mark; <see cref="Rewind"/> first when they were made already.</summary>
    public void Run() => Run(_program.Span[_program.Mark..]);

    /// <summary>Goes back to the mark.</summary>
    public void Rewind()
    {
        _world.Memory.Restore(_mark);
        _slotsAtMark.CopyTo(_slots, 0);
    }

    private void Run(ReadOnlySpan<HeapOperation> operations)
    {
        Heap heap = _world.Heap;
        ulong[] slots = _slots;
        foreach (ref readonly HeapOperation operation in operations) operation.Run(heap, ref slots[operation.Slot]);
    }
}

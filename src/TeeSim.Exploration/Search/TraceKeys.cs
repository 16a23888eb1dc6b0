using System.IO.Hashing;
using System.Runtime.InteropServices;
using TeeSim.Exploration.Programs;

namespace TeeSim.Exploration.Search;

/// <summary>
/// Tells beginnings of orderings apart by what depends on what: two that differ only in the order of neighbours that touch nothing in common have the same key, which is known
/// before the last call is made. The key is the sum of the keys of the calls; a call's key covers the last calls before it that touched the same objects, and so all that it depends on.
/// </summary>
internal sealed class TraceKeys
{
    private readonly int _processes;
    private readonly int _objects;
    private readonly ulong _everything;
    private readonly UInt128[] _buffer;

    public TraceKeys(CallProgram program)
    {
        _processes = program.Processes.Count;
        // What touches everything touches all that others do.
        ulong named = program.Steps.Select(s => s.Footprint).Where(f => f != ulong.MaxValue).Aggregate(1UL, (all, f) => all | f);
        _objects = 64 - System.Numerics.BitOperations.LeadingZeroCount(named);
        _everything = ulong.MaxValue >> (64 - _objects);
        _buffer = new UInt128[2 + _objects];
    }

    /// <summary>Nothing has happened yet.</summary>
    public TracePoint Start => new(0, new UInt128[_objects + _processes]);

    /// <summary>What comes when a step is made, or something comes in its way.</summary>
    /// <param name="point">What was made before.</param>
    /// <param name="step">The step; null when a process dies.</param>
    /// <param name="alternative">What happens.</param>
    /// <param name="eventKey">The key of what happens, whatever independent calls come in front of it.</param>
    public UInt128 After(TracePoint point, Step? step, Alternative alternative, out UInt128 eventKey)
    {
        ulong touched = TouchedBy(step, alternative);
        int n = 0;
        _buffer[n++] = new UInt128((ulong)(uint)alternative.Code, (ulong)(step?.Index ?? -1));
        _buffer[n++] = point.Last[_objects + alternative.Process];
        for (ulong rest = touched; rest != 0; rest &= rest - 1) _buffer[n++] = point.Last[System.Numerics.BitOperations.TrailingZeroCount(rest)];
        eventKey = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(_buffer.AsSpan(0, n)));
        return point.Key + eventKey;
    }

    private ulong TouchedBy(Step? step, Alternative alternative) => (step is null || alternative.IsFault ? ulong.MaxValue : step.Footprint) & _everything;

    /// <summary>The point behind it.</summary>
    public TracePoint Advance(TracePoint point, Step? step, Alternative alternative, UInt128 key, UInt128 eventKey)
    {
        ulong touched = TouchedBy(step, alternative);
        UInt128[] last = [.. point.Last];
        for (ulong rest = touched; rest != 0; rest &= rest - 1) last[System.Numerics.BitOperations.TrailingZeroCount(rest)] = eventKey;
        // What touches everything is a call of everybody.
        if (touched == _everything) last.AsSpan(_objects).Fill(eventKey);
        else last[_objects + alternative.Process] = eventKey;
        return new TracePoint(key, last);
    }
}

/// <summary>A beginning of an ordering.</summary>
/// <param name="Key">The sum of the keys of what was made.</param>
/// <param name="Last">For each object, then for each process, the key of the last that touched it.</param>
internal sealed record TracePoint(UInt128 Key, UInt128[] Last);

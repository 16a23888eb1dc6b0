using System.IO.Hashing;
using System.Numerics;
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

    // For each step and each process: how many steps that must have made so that none is left that could change places with this one.
    private readonly int[][] _settled;

    public TraceKeys(CallProgram program)
    {
        _processes = program.Processes.Count;
        // What touches everything touches all that others do.
        ulong named = program.Steps.Select(s => s.Footprint).Where(f => f != ulong.MaxValue).Aggregate(1UL, (all, f) => all | f);
        _objects = 64 - BitOperations.LeadingZeroCount(named);
        _everything = ulong.MaxValue >> (64 - _objects);
        _buffer = new UInt128[2 + _objects];
        _settled = new int[program.Slots][];
        foreach (Step step in program.Steps)
        {
            _settled[step.Index] = [.. program.StepsOf.Select((steps, process) => process == step.Process ? 0 : 1 + LastIndependent(steps, step))];
        }
    }

    private static int LastIndependent(IReadOnlyList<Step> steps, Step step)
    {
        int last = steps.Count - 1;
        while (last >= 0 && (steps[last].Footprint & step.Footprint) != 0) last--;
        return last;
    }

    /// <summary>
    /// Whether what happens depends on all that was last before it. Then no other order of what was made ends with something else: there is nothing to look up.
    /// </summary>
    public bool IsSole(TracePoint point, Step? step, Alternative alternative)
    {
        ulong touched = TouchedBy(step, alternative);
        foreach (TraceEvent last in point.Latest)
        {
            if (last.Process != alternative.Process && (last.Touched & touched) == 0) return false;
        }

        return true;
    }

    /// <summary>Whether nothing that is still to come can change places with a step.</summary>
    /// <param name="step">The step; null when a process dies.</param>
    /// <param name="alternative">What happens.</param>
    /// <param name="positions">How many steps each process has made.</param>
    public bool IsSettled(Step? step, Alternative alternative, ReadOnlySpan<int> positions)
    {
        if (step is null || alternative.IsFault) return true;
        ReadOnlySpan<int> settled = _settled[step.Index];
        for (int p = 0; p < settled.Length; p++)
        {
            if (positions[p] < settled[p]) return false;
        }

        return true;
    }

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
        _buffer[n++] = point.LastOf(_objects + alternative.Process);
        for (ulong rest = touched; rest != 0; rest &= rest - 1) _buffer[n++] = point.LastOf(BitOperations.TrailingZeroCount(rest));
        eventKey = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(_buffer.AsSpan(0, n)));
        return point.Key + eventKey;
    }

    private ulong TouchedBy(Step? step, Alternative alternative) => (step is null || alternative.IsFault ? ulong.MaxValue : step.Footprint) & _everything;

    /// <summary>The point behind it.</summary>
    public TracePoint Advance(TracePoint point, Step? step, Alternative alternative, UInt128 key, UInt128 eventKey)
    {
        ulong touched = TouchedBy(step, alternative);
        var last = new UInt128[_objects + _processes];
        for (int i = 0; i < last.Length; i++) last[i] = point.LastOf(i);
        for (ulong rest = touched; rest != 0; rest &= rest - 1) last[BitOperations.TrailingZeroCount(rest)] = eventKey;
        // What touches everything is a call of everybody.
        if (touched == _everything) last.AsSpan(_objects).Fill(eventKey);
        else last[_objects + alternative.Process] = eventKey;
        TraceEvent[] latest = [.. point.Latest.Where(e => e.Process != alternative.Process && (e.Touched & touched) == 0), new TraceEvent(alternative.Process, touched)];
        return new TracePoint(key, last, latest);
    }
}

/// <summary>A beginning of an ordering.</summary>
internal sealed class TracePoint
{
    // For each object, then for each process, the key of the last that touched it; null when that is the key of the point.
    private readonly UInt128[]? _last;

    public TracePoint(UInt128 key, UInt128[]? last, TraceEvent[] latest)
    {
        Key = key;
        _last = last;
        Latest = latest;
    }

    /// <summary>A state behind which everything depends on how it was reached only through the state itself: from there on beginnings count anew.</summary>
    public static TracePoint At(int node) => new((UInt128)(uint)node + 1, null, []);

    /// <summary>The sum of the keys of what was made.</summary>
    public UInt128 Key { get; }

    /// <summary>What nothing that was made depends on.</summary>
    public TraceEvent[] Latest { get; }

    public UInt128 LastOf(int objectOrProcess) => _last is null ? Key : _last[objectOrProcess];
}

/// <summary>Something that was made.</summary>
/// <param name="Process">Whose it was.</param>
/// <param name="Touched">Bits of what it touched.</param>
internal readonly record struct TraceEvent(int Process, ulong Touched);

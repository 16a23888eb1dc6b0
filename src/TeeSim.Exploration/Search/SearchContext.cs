using System.Diagnostics;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Search;

/// <summary>What the workers of a search share: what is searched, what was found, and the bounds.</summary>
internal sealed class SearchContext
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly CancellationToken _cancel;
    private long _transitions;
    private long _left;
    private volatile StopReason _stop;
    private volatile bool _roomMatters;

    public SearchContext(CallProgram program, SearchOptions options, JudgedScript script, CancellationToken cancel)
    {
        Program = program;
        Options = options;
        Script = script;
        _cancel = cancel;
        _left = options.Transitions ?? long.MaxValue;
        Tasks = new WorkSharing(() => IsStopped);
    }

    public CallProgram Program { get; }

    public SearchOptions Options { get; }

    /// <summary>What is judged.</summary>
    public JudgedScript Script { get; }

    public StateGraph Graph { get; } = new();

    public FindingNumbers Findings { get; } = new();

    public SometimesList Sometimes { get; } = new();

    /// <summary>What is to be done.</summary>
    public WorkSharing Tasks { get; }

    /// <summary>Real time since the start.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Transitions tried, in steps of <see cref="Batch"/> for each worker.</summary>
    public long Transitions => Interlocked.Read(ref _transitions);

    /// <summary>Why the search ended before its end; <see cref="StopReason.None"/> when it did not.</summary>
    public StopReason Stop => _stop;

    public bool IsStopped => _stop != StopReason.None || _roomMatters;

    /// <summary>
    /// Whether the heap could run out, depending on where things lie: then a search up to addresses says nothing, and ends.
    /// </summary>
    public bool RoomMatters => _roomMatters;

    /// <summary>The heap could run out.</summary>
    public void SeeRoomMatter()
    {
        if (Options.Equality == StateEquality.Exact || _roomMatters) return;
        _roomMatters = true;
        Tasks.WakeAll();
    }

    public void Halt(StopReason reason)
    {
        if (_stop == StopReason.None) _stop = reason;
        Tasks.WakeAll();
    }

    /// <summary>
    /// How many transitions a worker may try before it asks again; 0 when there are no more. Counts them, and looks
    /// whether a bound has been reached.
    /// </summary>
    public int Allow()
    {
        if (_cancel.IsCancellationRequested) Halt(StopReason.Cancelled);
        else if (_watch.Elapsed >= Options.Time) Halt(StopReason.Time);
        else if (Graph.Bytes >= Options.Memory) Halt(StopReason.Memory);
        if (IsStopped) return 0;
        long before = Interlocked.Add(ref _left, -Batch) + Batch;
        int allowed = (int)Math.Clamp(before, 0, Batch);
        if (allowed == 0) Halt(StopReason.Transitions);
        Interlocked.Add(ref _transitions, allowed);
        return allowed;
    }

    private const int Batch = 256;
}

/// <summary>Why a search ended before its end.</summary>
public enum StopReason
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,

    /// <summary>Its time was over.</summary>
    Time,

    /// <summary>It had made as many transitions as it was allowed to.</summary>
    Transitions,

    /// <summary>The states took as much memory as they were allowed to.</summary>
    Memory,
}

using System.Collections.Concurrent;
using System.Diagnostics;
using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Programs;

namespace TeeSim.Exploration.Search;

/// <summary>What the workers of a search share.</summary>
internal sealed class SearchState
{
    private readonly ConcurrentDictionary<UInt128, Findings> _eventFindings = new();
    private readonly ConcurrentDictionary<int, StoppedAt> _stopped = new();
    private readonly Stack<SearchTask> _tasks = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly CancellationToken _cancel;
    private long _transitions;
    private int _working;
    private volatile StopReason _stop;

    public SearchState(CallProgram program, SearchOptions options, CancellationToken cancel)
    {
        Program = program;
        Options = options;
        Baseline = GrowthBaseline.Of(program);
        _cancel = cancel;
    }

    public CallProgram Program { get; }

    public SearchOptions Options { get; }

    public StateGraph Graph { get; } = new();

    public FailureList Failures { get; } = new();

    public SometimesList Sometimes { get; } = new();

    public GrowthBaseline Baseline { get; }

    /// <summary>Real time since the start.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Transitions tried, in steps of 256 for each worker.</summary>
    public long Transitions => Interlocked.Read(ref _transitions);

    /// <summary>States that wait for a worker.</summary>
    public int Queue
    {
        get
        {
            lock (_tasks) return _tasks.Count;
        }
    }

    /// <summary>Whether somebody has nothing to do.</summary>
    public bool WantsTasks => Volatile.Read(ref _wanted) > 0;

    private int _wanted;

    /// <summary>Why the search ended before its end; <see cref="StopReason.None"/> when it did not.</summary>
    public StopReason Stop => _stop;

    public bool IsStopped => _stop != StopReason.None;

    /// <summary>Where transitions lead that stopped the core.</summary>
    public IReadOnlyDictionary<int, StoppedAt> Stopped => _stopped;

    public void Halt(StopReason reason)
    {
        if (_stop == StopReason.None) _stop = reason;
        lock (_tasks) Monitor.PulseAll(_tasks);
    }

    /// <summary>The next task; waits while others may still give one away.</summary>
    public SearchTask? Take()
    {
        lock (_tasks)
        {
            Interlocked.Increment(ref _wanted);
            while (_tasks.Count == 0 && _working > 0 && !IsStopped) Monitor.Wait(_tasks, TimeSpan.FromMilliseconds(50));
            Interlocked.Decrement(ref _wanted);
            if (_tasks.Count == 0 || IsStopped) return null;
            _working++;
            return _tasks.Pop();
        }
    }

    public void Give(SearchTask task)
    {
        lock (_tasks)
        {
            _tasks.Push(task);
            Monitor.Pulse(_tasks);
        }
    }

    public void Finished()
    {
        lock (_tasks)
        {
            _working--;
            Monitor.PulseAll(_tasks);
        }
    }

    public void AddStopped(int edge, ReadOnlySpan<int> positions, ulong dead) => _stopped[edge] = new StoppedAt([.. positions], dead);

    /// <summary>Remembers what was wrong with a call, for when it is made behind the same calls that it depends on.</summary>
    public void AddFindings(UInt128 eventKey, Findings findings)
    {
        if (findings != default) _eventFindings[eventKey] = findings;
    }

    /// <summary>What was wrong with a call when it was made behind the same calls that it depends on.</summary>
    public Findings FindingsOf(UInt128 eventKey) => _eventFindings.GetValueOrDefault(eventKey);

    /// <summary>Counts transitions, and looks whether a bound has been reached.</summary>
    public void Report(int transitions)
    {
        long sum = Interlocked.Add(ref _transitions, transitions);
        if (_cancel.IsCancellationRequested) Halt(StopReason.Cancelled);
        else if (sum >= Options.Transitions) Halt(StopReason.Transitions);
        else if (_watch.Elapsed >= Options.Time) Halt(StopReason.Time);
        else if (Graph.Bytes >= Options.Memory) Halt(StopReason.Memory);
    }
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

/// <summary>Where the core had stopped.</summary>
/// <param name="Positions">How many steps each process had made.</param>
/// <param name="Dead">Bits of the processes that had died.</param>
internal sealed record StoppedAt(int[] Positions, ulong Dead);

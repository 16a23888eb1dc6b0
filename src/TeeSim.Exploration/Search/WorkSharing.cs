namespace TeeSim.Exploration.Search;

/// <summary>
/// The states that wait for a worker. A worker without work asks for some, and others give away what lies nearest to the start.
/// </summary>
/// <param name="isStopped">Whether the search has ended.</param>
internal sealed class WorkSharing(Func<bool> isStopped)
{
    private readonly Stack<SearchTask> _tasks = new();
    private int _working;
    private int _wanted;

    /// <summary>How many states wait.</summary>
    public int Queue
    {
        get
        {
            lock (_tasks) return _tasks.Count;
        }
    }

    /// <summary>Whether somebody has nothing to do.</summary>
    public bool IsWanted => Volatile.Read(ref _wanted) > 0;

    /// <summary>The next task; waits while others may still give one away.</summary>
    public SearchTask? Take()
    {
        lock (_tasks)
        {
            Interlocked.Increment(ref _wanted);
            while (_tasks.Count == 0 && _working > 0 && !isStopped()) Monitor.Wait(_tasks, TimeSpan.FromMilliseconds(50));
            Interlocked.Decrement(ref _wanted);
            if (_tasks.Count == 0 || isStopped()) return null;
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

    /// <summary>A worker has done its task.</summary>
    public void Finished()
    {
        lock (_tasks)
        {
            _working--;
            Monitor.PulseAll(_tasks);
        }
    }

    /// <summary>Nobody has to wait any more.</summary>
    public void WakeAll()
    {
        lock (_tasks) Monitor.PulseAll(_tasks);
    }
}

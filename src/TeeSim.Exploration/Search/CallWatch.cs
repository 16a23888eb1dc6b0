using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Search;

/// <summary>Says from another thread for how long a driver has been in a call.</summary>
internal sealed class CallWatch
{
    private long _since;
    private Step? _step;

    /// <summary>The call that has lasted longer than it may; null for none.</summary>
    /// <param name="longest">How long it may last.</param>
    public Step? Lost(TimeSpan longest) =>
        Volatile.Read(ref _since) is var since and > 0 && Environment.TickCount64 - since > longest.TotalMilliseconds ? Volatile.Read(ref _step) : null;

    /// <summary>A call begins.</summary>
    public void Enter(Step? step)
    {
        Volatile.Write(ref _step, step);
        Volatile.Write(ref _since, Environment.TickCount64);
    }

    /// <summary>It has come back.</summary>
    public void Leave() => Volatile.Write(ref _since, 0);
}

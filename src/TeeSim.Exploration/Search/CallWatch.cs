using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Exploration.Search;

/// <summary>Says from another thread for how long a driver has been in a call.</summary>
internal sealed class CallWatch
{
    private long _since;
    private Step? _step;
    private string _process = "";

    /// <summary>The call that has lasted longer than it may; null for none.</summary>
    /// <param name="longest">How long it may last.</param>
    public CallReference? Lost(TimeSpan longest)
    {
        if (Volatile.Read(ref _since) is not (var since and > 0) || Environment.TickCount64 - since <= longest.TotalMilliseconds)
            return null;
        return Volatile.Read(ref _step) is { } step
            ? new CallReference($"{step.Statement}", step.Statement.Position.Line, 0)
            : new CallReference($"{_process}: die()", 0, 0);
    }

    /// <summary>A call begins.</summary>
    /// <param name="step">The call; null when a process dies.</param>
    /// <param name="process">Whose it is.</param>
    public void Enter(Step? step, string process)
    {
        _process = process;
        Volatile.Write(ref _step, step);
        Volatile.Write(ref _since, Environment.TickCount64);
    }

    /// <summary>It has come back.</summary>
    public void Leave() => Volatile.Write(ref _since, 0);
}

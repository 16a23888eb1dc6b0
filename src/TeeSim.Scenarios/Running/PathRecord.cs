using TeeSim.Scenarios.Blame;

namespace TeeSim.Scenarios.Running;

/// <summary>What has happened in a run, as far back as it is kept: enough for every script that a person reads the report of.</summary>
internal sealed class PathRecord
{
    private const int Most = 50_000;
    private const int Enough = 2_000;
    private const int Later = 64;
    private readonly List<PathEvent> _events = [];

    /// <summary>Takes something down.</summary>
    public void Add(PathEvent happened)
    {
        if (_events.Count < Most) _events.Add(happened);
    }

    /// <summary>The beginning that is made once more to find who is to blame: up to some calls behind the first leak.</summary>
    /// <param name="firstLeak">The number of the call that began it; 0 when that is not known.</param>
    public IReadOnlyList<PathEvent> UpTo(long firstLeak)
    {
        int at = _events.FindIndex(e => e.Instance.Index >= firstLeak);
        return at < 0 ? [] : _events[..Math.Min(_events.Count, Math.Max(Enough, at + Later))];
    }
}

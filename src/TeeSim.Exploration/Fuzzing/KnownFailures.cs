using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>The failures that were seen up to now.</summary>
internal sealed class KnownFailures
{
    private readonly HashSet<FindingKey> _keys = [];
    private readonly List<FindingKey> _thrown = [];
    private readonly List<TrialFinding> _leaks = [];

    /// <summary>How many.</summary>
    public int Count => _keys.Count + _thrown.Count;

    /// <summary>
    /// Whether there is nothing new about a failure. A call that leaks two things at once that it is known to
    /// leak one by one shows nothing new.
    /// </summary>
    public bool Contains(TrialFinding finding)
    {
        if (Contains(finding.Key)) return true;
        if (finding.Key.Kind != FailureKind.Leak) return false;
        HashSet<string> left = [.. finding.Sites];
        foreach (TrialFinding known in _leaks)
        {
            if (known.Key.Call == finding.Key.Call && known.Sites.All(finding.Sites.Contains)) left.ExceptWith(known.Sites);
        }

        return left.Count == 0;
    }

    /// <summary>Whether just this failure was seen.</summary>
    public bool Contains(FindingKey failure) =>
        failure.Thrown is null ? _keys.Contains(Essential(failure)) : _thrown.Exists(failure.IsSame);

    /// <summary>Takes a failure down.</summary>
    public void Add(TrialFinding finding)
    {
        if (finding.Key.Thrown is not null)
        {
            if (!Contains(finding.Key)) _thrown.Add(finding.Key);
            return;
        }

        if (_keys.Add(Essential(finding.Key)) && finding.Key.Kind == FailureKind.Leak) _leaks.Add(finding);
    }

    // Mutexes are taken in a circle in calls, or when things are taken back.
    private static FindingKey Essential(FindingKey failure) =>
        failure.Kind == FailureKind.PossibleDeadlock ? failure with { Call = "" } : failure;
}

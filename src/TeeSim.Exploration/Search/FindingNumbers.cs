using System.Collections.Concurrent;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Search;

/// <summary>The distinct findings that were seen, by number. Several workers add to it at once; it is read when they have ended.</summary>
internal sealed class FindingNumbers
{
    private readonly ConcurrentDictionary<Finding, int> _numbers = new();
    private readonly List<Finding> _all = [new(FailureKind.None, "", 0, "")];
    private readonly Lock _adding = new();

    /// <summary>How many numbers there are; 0 is that of no finding.</summary>
    public int Count => _all.Count;

    public Finding this[int number] => _all[number];

    /// <summary>The number of a finding, from 1; 0 for none.</summary>
    public int NumberOf(Finding? finding)
    {
        if (finding is null) return 0;
        if (_numbers.TryGetValue(finding, out int known)) return known;
        lock (_adding)
        {
            if (_numbers.TryGetValue(finding, out known)) return known;
            _all.Add(finding);
            return _numbers[finding] = _all.Count - 1;
        }
    }
}

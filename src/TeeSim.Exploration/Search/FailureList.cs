using System.Collections.Concurrent;
using TeeSim.Exploration.Oracles;

namespace TeeSim.Exploration.Search;

/// <summary>The distinct failures that were seen, by number. Several workers add to it at once; it is read when they have ended.</summary>
internal sealed class FailureList
{
    private readonly ConcurrentDictionary<Failure, int> _numbers = new();
    private readonly List<Failure> _all = [new(FailureKind.None, "", 0, "")];
    private readonly Lock _adding = new();

    /// <summary>How many numbers there are; 0 is that of no failure.</summary>
    public int Count => _all.Count;

    public Failure this[int number] => _all[number];

    /// <summary>The number of a failure, from 1.</summary>
    public int NumberOf(Failure failure)
    {
        if (_numbers.TryGetValue(failure, out int known)) return known;
        lock (_adding)
        {
            if (_numbers.TryGetValue(failure, out known)) return known;
            _all.Add(failure);
            return _numbers[failure] = _all.Count - 1;
        }
    }
}

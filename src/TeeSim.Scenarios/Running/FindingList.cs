using TeeSim.Scenarios.Judging;

namespace TeeSim.Scenarios.Running;

/// <summary>What is wrong in a run: equal findings are counted, not repeated.</summary>
internal sealed class FindingList
{
    private const int Most = 100;
    private readonly Dictionary<Finding, int> _places = [];
    private readonly List<(Finding Finding, long Times)> _all = [];

    /// <summary>All of them in the order of their first appearance, and how often each was seen.</summary>
    public IReadOnlyList<(Finding Finding, long Times)> All => _all;

    public void Add(Finding finding)
    {
        if (_places.TryGetValue(finding, out int place))
        {
            _all[place] = (finding, _all[place].Times + 1);
        }
        else if (_all.Count < Most)
        {
            _places[finding] = _all.Count;
            _all.Add((finding, 1));
        }
    }
}

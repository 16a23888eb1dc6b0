using TeeSim.Scenarios.Reports;

namespace TeeSim.Scenarios.Running;

/// <summary>What a script did not expect: equal sentences about one line are counted, not repeated.</summary>
internal sealed class FailureList
{
    private const int Most = 100;

    private readonly List<FailureReport> _failures = [];

    public IReadOnlyList<FailureReport> All => _failures;

    public void Add(int line, string message)
    {
        int known = _failures.FindIndex(f => f.Line == line && f.Message == message);
        if (known >= 0) _failures[known] = _failures[known] with { Times = _failures[known].Times + 1 };
        else if (_failures.Count < Most) _failures.Add(new FailureReport(line, message, 1));
    }
}

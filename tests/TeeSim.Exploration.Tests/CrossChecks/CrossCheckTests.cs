using System.Collections.Concurrent;
using System.Globalization;

namespace TeeSim.Exploration.Tests.CrossChecks;

/// <summary>
/// Every way to judge a script says the same of it: a search by one worker or several, with and without reduction, by exact states, a cell
/// of verify, and a run of each ordering.
/// </summary>
public sealed class CrossCheckTests
{
    // The gate sets it. Set it to a large number for a long run, and the first seed to go on where another has ended.
    private const string CountVariable = "TEESIM_CROSSCHECK";
    private const string FirstVariable = "TEESIM_CROSSCHECK_FIRST";
    private const int DefaultCount = 100;
    private const int MostRuns = 24;

    [Fact]
    public void All_ways_to_judge_a_script_agree()
    {
        var failures = new ConcurrentQueue<string>();
        int runToTheEnd = 0;
        int made = 0;
        Parallel.For(
            NumberOf(FirstVariable, 1), NumberOf(FirstVariable, 1) + NumberOf(CountVariable, DefaultCount),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
            {
                if (CrossCheck.Of(seed) is not { } check) return;
                Interlocked.Increment(ref made);
                IReadOnlyList<string> disagreements = Judge(check);
                if (check.RanAll) Interlocked.Increment(ref runToTheEnd);
                if (disagreements.Count == 0) return;
                CrossCheck shortest = check.Shortened(MostRuns) ?? check;
                failures.Enqueue($"seed {seed}, driver {check.Driver}, faults {check.Faults}\n"
                    + $"  {string.Join("\n  ", Judge(shortest))}\n{shortest.Text}\nall of it:\n{check.Text}");
            });
        failures.ShouldBeEmpty(string.Join('\n', failures.Take(20)));
        made.ShouldBeGreaterThan(NumberOf(CountVariable, DefaultCount) * 9 / 10);
        // Of few scripts, as one makes to look at one seed, all can be long.
        if (made >= DefaultCount) runToTheEnd.ShouldBeGreaterThan(made / 3);
    }

    private static IReadOnlyList<string> Judge(CrossCheck check)
    {
        try
        {
            return check.Disagreements(MostRuns);
        }
#pragma warning disable CA1031 // A bug is told with its script.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return [$"{bug}"];
        }
    }

    private static int NumberOf(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : otherwise;
}

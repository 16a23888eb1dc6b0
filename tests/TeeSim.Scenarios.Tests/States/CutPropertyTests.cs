using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;
using TeeSim.Scenarios.Tests.Running;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests.States;

/// <summary>
/// A script that is cut in two, the first part saved and the second continued from there, does what the whole script does.
/// </summary>
public class CutPropertyTests
{
    private const ulong MostSteps = 200;
    private const int MostCuts = 2;

    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(Repository.Scenario(""), "*.tee", SearchOption.AllDirectories)
        .Where(path => StepsOf(CutScript.Parse(File.ReadAllText(path)).Script.Statements) <= MostSteps)
        .Select(path => Path.GetRelativePath(Repository.Scenario(""), path))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_script_can_be_cut_anywhere(string name)
    {
        var whole = new WholeRun(File.ReadAllText(Repository.Scenario(name)));
        int[] cuts = CutScript.CutsOf(whole.Scenario.Script);
        int tried = Math.Min(cuts.Length, MostCuts);
        int compared = Enumerable.Range(0, tried).Count(i => CutIsTheSame(whole, cuts[i * cuts.Length / tried]));
        compared.ShouldBeGreaterThan(0);
    }

    [Property(Arbitrary = [typeof(WildScript)], MaxTest = 100)]
    public void A_generated_script_can_be_cut_anywhere(WildScript script, FsCheck.NonNegativeInt where)
    {
        if (Scenario.Parse("x.tee", script.Text, out _) is not { } scenario || StepsOf(scenario.Script.Statements) > MostSteps) return;
        var whole = new WholeRun(script.Text);
        int[] cuts = CutScript.CutsOf(whole.Scenario.Script);
        CutIsTheSame(whole, cuts[where.Get % cuts.Length]);
    }

    /// <returns>
    /// Whether there were two parts to compare: a core that has panicked has no state, and a name may have no
    /// value where the second part starts.
    /// </returns>
    private static bool CutIsTheSame(WholeRun whole, int line)
    {
        var cut = CutScript.Of(whole.Text, whole.Scenario.Script, line);
        Scenario first = CutScript.Parse(cut.First);
        (RunReport before, RunState? saved) = CutScript.Run(first);
        if (saved is null)
        {
            before.Panic.ShouldNotBeNull().ShouldBe(whole.Report.Panic);
            return false;
        }

        RunState from = CutScript.ThroughFile(saved);
        if (Scenario.Parse("x.tee", cut.Second, out IReadOnlyList<Diagnostic> diagnostics, from) is not { } second)
        {
            string[] withoutValue = [.. CutScript.ResultsOf(first.Script).Except(saved.Names.Select(name => name.Name))];
            diagnostics.ShouldAllBe(d => withoutValue.Any(name => IsAboutUnknown(d.Message, name)));
            return false;
        }

        (RunReport after, RunState? end) = CutScript.Run(second, from);
        ShouldEndAlike(whole.End, end);
        after.Panic.ShouldBe(whole.Report.Panic);
        after.Heap.ShouldBe(whole.Report.Heap);
        after.Microseconds.ShouldBe(whole.Report.Microseconds);
        // What the first part has leaked is there from the start for the second.
        Failures(after, whole.Scenario, line).ShouldBe(Failures(whole.Report, whole.Scenario, line));
        after.Printed.Select(PrintedText).ShouldBe(whole.Report.Printed.Where(p => p.By.Line >= line).Select(PrintedText));
        ShouldLeakAlike([.. whole.Report.Leaks.Where(l => l.Guilty.Line >= line)], after.Leaks, cut);
        return true;
    }

    private static bool IsAboutUnknown(string sentence, string name) =>
        Regex.IsMatch(sentence, $"^(unknown [A-Za-z ]+ '{name}'; .*|found '{name}' before line [0-9]+ defines it)$");

    private static void ShouldEndAlike(RunState? end, RunState? continued)
    {
        (continued is null).ShouldBe(end is null);
        if (end is null || continued is null) return;
        foreach ((Kernel.States.SegmentState one, Kernel.States.SegmentState two) in end.World.Segments.Zip(continued.World.Segments))
            one.Bytes.Span.SequenceEqual(two.Bytes.Span).ShouldBeTrue($"segment {one.Name} differs");
        StateFile.Encode(continued).AsSpan().SequenceEqual(StateFile.Encode(end)).ShouldBeTrue("the two states differ");
    }

    /// <summary>
    /// The same leaks to the byte, unless blocks from before the cut lost their owner behind it. Those the second part can't count, and a
    /// report does not say which blocks they are: there, each leak is one of the whole script's, and of each call site no more blocks are
    /// missing than the cut has alive.
    /// </summary>
    private static void ShouldLeakAlike(IReadOnlyList<LeakReport> inOne, IReadOnlyList<LeakReport> inTwo, CutScript cut)
    {
        Dictionary<string, long> missing =
            inOne.SelectMany(l => l.Allocations).GroupBy(a => a.Site).ToDictionary(g => g.Key, g => g.Sum(a => a.Blocks));
        foreach (LeakedSite site in inTwo.SelectMany(l => l.Allocations)) missing[site.Site] -= site.Blocks;
        if (missing.Values.All(blocks => blocks == 0))
        {
            inTwo.Select(LeakText).ShouldBe(inOne.Select(LeakText));
            // The second part does not know who can close the sessions of the first: until they close can be until their process dies.
            foreach ((LeakReport one, LeakReport two) in inOne.Zip(inTwo)) ((int)two.Class).ShouldBeGreaterThanOrEqualTo((int)one.Class);
            return;
        }

        foreach (LeakReport leak in inTwo)
        {
            LeakReport same = inOne.Where(l => IsTheSame(l, leak)).ShouldHaveSingleItem();
            if (leak.Blocks == same.Blocks) LeakText(leak).ShouldBe(LeakText(same));
            else leak.Kind.ShouldBeOneOf([LeakKind.LostOwner, LeakKind.Kept], "what nobody has ever owned leaks where it is born");
        }

        ILookup<string, string> alive = ListingAtTheEndOf(cut.First).ToLookup(place => place);
        foreach ((string site, long blocks) in missing) blocks.ShouldBeInRange(0, alive[site].Count(), site);
    }

    private static bool IsTheSame(LeakReport one, LeakReport two) =>
        (one.Kind, one.Guilty.Line, one.Guilty.Call, one.TooLate?.Line) == (two.Kind, two.Guilty.Line, two.Guilty.Call, two.TooLate?.Line);

    private static string LeakText(LeakReport leak) => JsonSerializer.Serialize(leak with { Class = default });

    /// <summary>The call sites of all blocks that are allocated where a script ends, each as often as it has blocks.</summary>
    private static IEnumerable<string> ListingAtTheEndOf(string text)
    {
        IReadOnlyList<string> lines = CutScript.Run(CutScript.Parse($"{text}\nqa mdbg_check(1)\n")).Report.Printed[^1].Lines;
        return lines.Where(l => l.Contains("buffer: ", StringComparison.Ordinal)).Select(l => l[(l.LastIndexOf(' ') + 1)..]);
    }

    private static string[] Failures(RunReport report, Scenario whole, int line)
    {
        HashSet<int> aboutLeaks = [.. Expectations(whole.Script.Statements).Where(e => e.Metric.Name.Text is "leaked" or "leaked_blocks")
            .Select(e => e.Position.Line)];
        return [.. report.Failures.Where(f => f.Line >= line && !aboutLeaks.Contains(f.Line)).Select(f => f.ToString())];
    }

    private static IEnumerable<ExpectStatement> Expectations(IEnumerable<Statement> block) => block.SelectMany(s => s switch
    {
        ExpectStatement expectation => [expectation],
        RepeatStatement repeat => Expectations(repeat.Body),
        CallStatement call => Expectations(call.Body),
        _ => Enumerable.Empty<ExpectStatement>(),
    });

    private static string PrintedText(PrintedReport printed) => $"{printed.By}\n{string.Join('\n', printed.Lines)}";

    private static ulong StepsOf(IReadOnlyList<Statement> block)
    {
        ulong steps = 0;
        foreach (Statement statement in block)
            steps += statement is RepeatStatement repeat ? Math.Min(repeat.Count.AtMost, MostSteps + 1) * (1 + StepsOf(repeat.Body)) : 1;
        return Math.Min(steps, MostSteps + 1);
    }

    /// <summary>
    /// A script, with the heap and all region tables at its end as the device would print them, and what it does in one piece.
    /// </summary>
    private sealed class WholeRun
    {
        public WholeRun(string text)
        {
            IEnumerable<string> tables =
                CutScript.Parse(text).Script.Statements.OfType<TaStatement>().Select(ta => $"qa print_mappings({ta.Name.Text}) -> any\n");
            Text = $"{text}\nqa mdbg_check(1)\n{string.Concat(tables)}";
            Scenario = CutScript.Parse(Text);
            (Report, End) = CutScript.Run(Scenario);
        }

        public string Text { get; }

        public Scenario Scenario { get; }

        public RunReport Report { get; }

        public RunState? End { get; }
    }
}

using FsCheck.Xunit;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;
using TeeSim.Scenarios.Tests.Running;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests.States;

/// <summary>A script that is cut in two, the first part saved and the second continued from there, does what the whole script does.</summary>
public class CutPropertyTests
{
    private const ulong MostSteps = 200;
    private const int MostCuts = 6;

    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(Repository.Scenario(""), "*.tee", SearchOption.AllDirectories)
        .Where(path => StepsOf(CutScript.Parse(File.ReadAllText(path)).Script.Statements) <= MostSteps)
        .Select(path => Path.GetRelativePath(Repository.Scenario(""), path))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_script_can_be_cut_anywhere(string name)
    {
        string text = WithListings(File.ReadAllText(Repository.Scenario(name)));
        int[] cuts = CutScript.CutsOf(CutScript.Parse(text).Script);
        int step = Math.Max(1, cuts.Length / MostCuts);
        int compared = 0;
        for (int i = 0; i < cuts.Length; i += step) compared += CutIsTheSame(text, cuts[i]) ? 1 : 0;
        compared.ShouldBeGreaterThan(0);
    }

    [Property(Arbitrary = [typeof(WildScript)], MaxTest = 150)]
    public void A_generated_script_can_be_cut_anywhere(WildScript script, FsCheck.NonNegativeInt where)
    {
        if (Scenario.Parse("x.tee", script.Text, out _) is not { } scenario || StepsOf(scenario.Script.Statements) > MostSteps) return;
        string text = WithListings(script.Text);
        int[] cuts = CutScript.CutsOf(CutScript.Parse(text).Script);
        CutIsTheSame(text, cuts[where.Get % cuts.Length]);
    }

    /// <returns>Whether there were two parts to compare: a core that has panicked has no state, and a name may have no value where the second part starts.</returns>
    private static bool CutIsTheSame(string text, int line)
    {
        Scenario whole = CutScript.Parse(text);
        var cut = CutScript.Of(text, whole.Script, line);
        if (CutScript.Run(CutScript.Parse(cut.First)).End is not { } saved) return false;
        RunState from = CutScript.ThroughFile(saved);
        if (Scenario.Parse("x.tee", cut.Second, out IReadOnlyList<Diagnostic> diagnostics, from) is not { } second)
        {
            diagnostics.ShouldAllBe(d => d.Message.Contains("unknown ", StringComparison.Ordinal) || d.Message.Contains(" defines it", StringComparison.Ordinal));
            return false;
        }

        (RunReport inOne, RunState? end) = CutScript.Run(whole);
        (RunReport inTwo, RunState? continued) = CutScript.Run(second, from);
        ShouldEndAlike(end, continued);
        inTwo.Panic.ShouldBe(inOne.Panic);
        inTwo.Heap.ShouldBe(inOne.Heap);
        inTwo.Microseconds.ShouldBe(inOne.Microseconds);
        // What the first part has leaked is there from the start for the second.
        Failures(inTwo, whole, line).ShouldBe(Failures(inOne, whole, line));
        inTwo.Printed.Select(PrintedText).ShouldBe(inOne.Printed.Where(p => p.By.Line >= line).Select(PrintedText));
        ShouldLeakAlike(inOne, inTwo, line, LiveBlocks(saved));
        return true;
    }

    private static void ShouldEndAlike(RunState? end, RunState? continued)
    {
        (continued is null).ShouldBe(end is null);
        if (end is null || continued is null) return;
        foreach ((Kernel.States.SegmentState one, Kernel.States.SegmentState two) in end.World.Segments.Zip(continued.World.Segments))
            one.Bytes.Span.SequenceEqual(two.Bytes.Span).ShouldBeTrue($"segment {one.Name} differs");
        StateFile.Encode(continued).ShouldBe(StateFile.Encode(end));
    }

    private static void ShouldLeakAlike(RunReport inOne, RunReport inTwo, int line, int liveAtCut)
    {
        foreach (LeakReport leak in inTwo.Leaks)
        {
            LeakReport same = inOne.Leaks.First(l => l.Kind == leak.Kind && l.Guilty.Line == leak.Guilty.Line && l.Guilty.Call == leak.Guilty.Call);
            leak.Guilty.Line.ShouldBeGreaterThanOrEqualTo(line);
            leak.Blocks.ShouldBeLessThanOrEqualTo(same.Blocks);
            leak.StillThere.ShouldBe(same.StillThere || leak.StillThere);
        }

        long blocksInOne = inOne.Leaks.Where(l => l.Guilty.Line >= line).Sum(l => l.Blocks);
        long blocksInTwo = inTwo.Leaks.Sum(l => l.Blocks);
        (blocksInOne - blocksInTwo).ShouldBeInRange(0, liveAtCut);
        // What nobody has ever owned is born where it leaks: there the two must agree to the byte.
        inTwo.Leaks.Where(l => l.Kind != LeakKind.LostOwner).Select(l => l.ToString())
            .ShouldBe(inOne.Leaks.Where(l => l.Kind != LeakKind.LostOwner && l.Guilty.Line >= line).Select(l => l.ToString()));
    }

    private static string[] Failures(RunReport report, Scenario whole, int line)
    {
        HashSet<int> aboutLeaks = [.. Expectations(whole.Script.Statements).Where(e => e.Metric.Name.Text is "leaked" or "leaked_blocks").Select(e => e.Position.Line)];
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

    // No block of the heap is smaller than a free one's head.
    private static int LiveBlocks(RunState state) => state.World.Segments.Single(s => s.Name == "heap1").Bytes.Length / 16;

    // At the end of both: the heap and all region tables, as the device would print them.
    private static string WithListings(string text)
    {
        Script script = CutScript.Parse(text).Script;
        IEnumerable<string> tables = script.Statements.OfType<TaStatement>().Select(ta => $"qa print_mappings({ta.Name.Text}) -> any\n");
        return $"{text}\nqa mdbg_check(1)\n{string.Concat(tables)}";
    }

    private static ulong StepsOf(IReadOnlyList<Statement> block)
    {
        ulong steps = 0;
        foreach (Statement statement in block)
            steps += statement is RepeatStatement repeat ? Math.Min(repeat.Count.AtMost, MostSteps + 1) * (1 + StepsOf(repeat.Body)) : 1;
        return Math.Min(steps, MostSteps + 1);
    }
}

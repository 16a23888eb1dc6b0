using FsCheck.Xunit;

namespace TeeSim.Replay.Tests.Fuzz;

/// <summary>Whatever a trace says, replaying it ends, throws nothing, and gives the same result again.</summary>
public class FuzzProperties
{
    [Property(Arbitrary = [typeof(DamagedTrace)], MaxTest = 400)]
    public void A_damaged_recording_is_judged_the_same_way_twice(DamagedTrace trace) => Judge(trace.Text);

    [Property(MaxTest = 200)]
    public void Any_text_is_judged_the_same_way_twice(string? text)
    {
        Judge(text ?? "");
        Judge(Traces.Heap + text);
        Judge(Traces.Vm + text);
    }

    /// <summary>
    /// A recording that is damaged differs at once, and nothing behind that is reached. So here results are corrected until the trace is
    /// identical or refused: the operations, wild as they are, have then all been executed.
    /// </summary>
    [Property(Arbitrary = [typeof(WildTrace)], MaxTest = 600)]
    public void Any_operations_have_results_that_can_be_recorded(WildTrace trace)
    {
        List<string> lines = [.. trace.Operations];
        for (int corrections = 0; ; corrections++)
        {
            corrections.ShouldBeLessThan(1000);
            string text = $"{trace.Header}{string.Concat(lines.Select(line => $"{line}\n"))}@end\n";
            switch (Judge(text))
            {
                case ReplayDifferent different:
                    Correct(lines, different.Line - 1 - trace.Header.Count('\n'), different);
                    break;
                case ReplayRefused { Diagnostic: var diagnostic }:
                    lines.RemoveAt(diagnostic.Position.Line - 1 - trace.Header.Count('\n'));
                    break;
                default:
                    return;
            }
        }
    }

    private static ReplayResult Judge(string text)
    {
        ReplayResult result = Traces.Replay(text);
        Traces.Replay(text).ShouldBe(result);
        if (result is not ReplayRefused { Diagnostic: var diagnostic }) return result;
        diagnostic.Message.ShouldNotContain(c => char.IsControl(c));
        diagnostic.Message.Length.ShouldBeInRange(10, 300);
        diagnostic.Position.Line.ShouldBeInRange(0, text.Count('\n') + 1);
        return result;
    }

    private static void Correct(List<string> lines, int index, ReplayDifferent different)
    {
        bool isListed = lines[index].StartsWith('=');
        if (different.Got == "no further line") lines.RemoveAt(index);
        else if (isListed) lines[index] = different.Got;
        else if (different.Got.StartsWith('=')) lines.Insert(NextOf(lines, index), different.Got);
        else if (different.Got == "no result") lines[index] = different.Operation;
        else lines[index] = $"{different.Operation} -> {different.Got}";
    }

    private static int NextOf(List<string> lines, int index)
    {
        do index++;
        while (index < lines.Count && lines[index].StartsWith('='));
        return index;
    }
}

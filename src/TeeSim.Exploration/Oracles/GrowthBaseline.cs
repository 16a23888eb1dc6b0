using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Search;
using TeeSim.Exploration.States;

namespace TeeSim.Exploration.Oracles;

/// <summary>How many owned blocks of each call site there are in front of each repeat, in the order as written: what has become more by at least one for each round but the first, grows.</summary>
internal sealed class GrowthBaseline
{
    private readonly Dictionary<RepeatSpan, Dictionary<CallSite, int>> _before = [];

    /// <summary>Makes the calls in the order as written, as far as they can be made.</summary>
    public static GrowthBaseline Of(CallProgram program)
    {
        var baseline = new GrowthBaseline();
        if (program.Repeats.Count == 0) return baseline;
        var machine = new Machine(program, hashes: false);
        var graph = ObjectGraph.Of(machine.World);
        foreach (Step step in program.Steps)
        {
            baseline.TakeDown(program, machine, graph);
            if (machine.Make(new Alternative(step.Process, AlternativeKind.Call)) is { Panic: not null }) break;
        }

        return baseline;
    }

    /// <summary>The sites of which there are that many more; empty when nothing grows.</summary>
    public IReadOnlyList<CallSite> Grown(RepeatSpan repeat, ObjectGraph graph)
    {
        if (!_before.TryGetValue(repeat, out Dictionary<CallSite, int>? before)) return [];
        return [.. Owned(graph).Where(now => now.Value - before.GetValueOrDefault(now.Key) >= repeat.Rounds - 1).Select(now => now.Key)];
    }

    private void TakeDown(CallProgram program, Machine machine, ObjectGraph graph)
    {
        foreach (RepeatSpan repeat in program.Repeats)
        {
            if (!machine.Positions.SequenceEqual([.. repeat.Start]) || _before.ContainsKey(repeat)) continue;
            graph.Read();
            _before[repeat] = Owned(graph);
        }
    }

    private static Dictionary<CallSite, int> Owned(ObjectGraph graph)
    {
        var counts = new Dictionary<CallSite, int>();
        var orphans = graph.Orphans.Select(o => o.Payload).ToHashSet();
        foreach (MdbgEntry entry in graph.Buffers)
        {
            if (orphans.Contains(entry.Payload)) continue;
            var site = new CallSite(entry.File, entry.Line);
            counts[site] = counts.GetValueOrDefault(site) + 1;
        }

        return counts;
    }
}

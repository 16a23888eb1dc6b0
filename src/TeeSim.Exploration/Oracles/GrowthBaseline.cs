using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Search;
using TeeSim.Exploration.States;
using TeeSim.Scenarios.Analysis;

namespace TeeSim.Exploration.Oracles;

/// <summary>
/// How many blocks of each call site there are in front of each repeat, in the order as written: what has become more by at least one for each round but the first, grows, as far as what has lost
/// its owner does not explain it. The same rule as in a run.
/// </summary>
internal sealed class GrowthBaseline
{
    private readonly Dictionary<RepeatSpan, Dictionary<CallSite, SiteTotal>> _before = [];

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

    /// <summary>What somebody owns and grows nevertheless, by call site; empty when nothing does.</summary>
    public IReadOnlyList<KeyValuePair<CallSite, SiteTotal>> Grown(RepeatSpan repeat, ObjectGraph graph)
    {
        if (!_before.TryGetValue(repeat, out Dictionary<CallSite, SiteTotal>? before)) return [];
        Dictionary<CallSite, SiteTotal> orphans = Totals(graph.Orphans);
        var grown = new List<KeyValuePair<CallSite, SiteTotal>>();
        foreach ((CallSite site, SiteTotal now) in Totals(graph.Buffers))
        {
            (long blocks, long bytes) = (now.Blocks - before.GetValueOrDefault(site).Blocks, now.Bytes - before.GetValueOrDefault(site).Bytes);
            SiteTotal ownerless = orphans.GetValueOrDefault(site);
            if (blocks >= repeat.Rounds - 1 && blocks > ownerless.Blocks) grown.Add(new(site, new SiteTotal(blocks - ownerless.Blocks, bytes - ownerless.Bytes)));
        }

        return grown;
    }

    private void TakeDown(CallProgram program, Machine machine, ObjectGraph graph)
    {
        foreach (RepeatSpan repeat in program.Repeats)
        {
            if (!machine.Positions.SequenceEqual([.. repeat.Start]) || _before.ContainsKey(repeat)) continue;
            graph.Read();
            _before[repeat] = Totals(graph.Buffers);
        }
    }

    /// <summary>Blocks and bytes by call site.</summary>
    public static Dictionary<CallSite, SiteTotal> Totals(IEnumerable<MdbgEntry> buffers)
    {
        var totals = new Dictionary<CallSite, SiteTotal>();
        foreach (MdbgEntry entry in buffers)
        {
            var site = new CallSite(entry.File, entry.Line);
            SiteTotal total = totals.GetValueOrDefault(site);
            totals[site] = new SiteTotal(total.Blocks + 1, total.Bytes + entry.Size);
        }

        return totals;
    }
}

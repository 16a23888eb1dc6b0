using System.Globalization;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

internal sealed partial class ScenarioRun
{
    private bool Check(ExpectStatement expectation)
    {
        // One ordering says nothing about the others.
        if (expectation.Sometimes) return true;
        ulong measured = Measure(expectation.Metric);
        if (!expectation.Operator.Holds(measured, expectation.Value.Value))
        {
            _failures.Add(
                expectation.Position.Line,
                string.Create(CultureInfo.InvariantCulture, $"`{ScriptPrinter.Print(expectation)}` does not hold: it is {measured}"));
        }

        return true;
    }

    private ulong Measure(Metric metric) => (ulong)(metric.Name.Text switch
    {
        "leaked" => _tracker.LeakedNow().Bytes,
        "leaked_blocks" => _tracker.LeakedNow().Blocks,
        "heap_used" => _world.Heap.Stats.Allocated,
        "largest_free" => Math.Max(_world.Heap.LargestAllocatable, 0),
        "ta_ram_used" => (long)(_world.Pools[0].Range.Size - _world.TeeMm.FreeBytes(_world.Pools[0].Address)),
        "ta_ram_largest" => (long)_world.TeeMm.LargestGap(_world.Pools[0].Address),
        "shm_used" => (long)(_world.Pools[1].Range.Size - _world.TeeMm.FreeBytes(_world.Pools[1].Address)),
        "print_oom" => _world.Heap.Stats.NumAllocFail,
        "channels" => _world.Driver.ChannelCount,
        "regions" => GrowthRecorder.RegionCounts(_world).First(r => r.Ta == metric.Ta!.Text).Count,
        "contexts" => _world.Contexts.Count(c => c.Uuid == UuidOf(metric.Ta!.Text)),
        "sessions" => Sessions(metric.Ta!.Text),
        "blocks" => Total(metric.Site!).Blocks,
        "bytes" => Total(metric.Site!).Bytes,
        _ => throw new InvalidOperationException($"'{metric.Name.Text}' is in the table of metrics, but nothing measures it"),
    });

    private long Sessions(string ta)
    {
        Guid uuid = UuidOf(ta);
        return _world.Contexts.Where(c => c.Uuid == uuid).Sum(c => c.Sessions);
    }

    private Guid UuidOf(string ta) => _scenario.Options.Tas.First(t => t.Name == ta).Uuid;

    // A site may be named with or without its folders.
    private SiteTotal Total(SiteReference site)
    {
        var total = new SiteTotal(0, 0);
        foreach ((Core.CallSite key, SiteTotal t) in _ledger.SiteTotals())
        {
            Core.SourceSite source = SiteNames.Of(_world, key);
            bool isSite = source.Line == site.Line && (source.File == site.File || source.File.EndsWith("/" + site.File, StringComparison.Ordinal));
            if (isSite) total = new SiteTotal(total.Blocks + t.Blocks, total.Bytes + t.Bytes);
        }

        return total;
    }
}

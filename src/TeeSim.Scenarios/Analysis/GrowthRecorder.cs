using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Scenarios.Analysis;

/// <summary>Compares call sites and region tables before and after a repeat, and from one repetition to the next.</summary>
internal sealed class GrowthRecorder
{
    private readonly SecureWorld _world;
    private readonly AllocationLedger _ledger;
    private readonly Dictionary<CallSite, SiteTotal> _sitesBefore;
    private readonly IReadOnlyList<TaRegions> _regionsBefore;
    private readonly Dictionary<CallSite, SiteStep?> _siteSteps = [];
    private readonly Dictionary<string, long?> _regionSteps = [];
    private Dictionary<CallSite, SiteTotal> _sites;
    private IReadOnlyList<TaRegions> _regions;
    private long _regionVersion;

    public GrowthRecorder(SecureWorld world, AllocationLedger ledger)
    {
        _world = world;
        _ledger = ledger;
        _sites = _sitesBefore = ledger.SiteTotals();
        _regions = _regionsBefore = RegionCounts(world);
        _regionVersion = ledger.RegionVersion;
    }

    /// <summary>Repetitions that are over.</summary>
    public long Repetitions { get; private set; }

    /// <summary>How many regions each TA of the script has.</summary>
    public static IReadOnlyList<TaRegions> RegionCounts(SecureWorld world) =>
    [
        .. world.Options.Tas.Select(ta => new TaRegions(
            ta.Name, world.Contexts.Where(c => c.Uuid == ta.Uuid).Sum(c => world.Mmu.Regions(c.UserModeCtx).LongCount()))),
    ];

    /// <summary>Whether any call site grows steadily.</summary>
    public bool Grows => _siteSteps.Values.Any(step => step is { Blocks: > 0 });

    /// <summary>Takes down the end of a repetition.</summary>
    public void EndRepetition()
    {
        Repetitions++;
        Dictionary<CallSite, SiteTotal> sites = _ledger.SiteTotals();
        IReadOnlyList<TaRegions> regions = _regionVersion == _ledger.RegionVersion ? _regions : RegionCounts(_world);
        _regionVersion = _ledger.RegionVersion;
        if (Repetitions > 1)
        {
            foreach ((CallSite site, SiteTotal now) in sites)
            {
                SiteTotal last = _sites.GetValueOrDefault(site);
                var step = new SiteStep(now.Blocks - last.Blocks, now.Bytes - last.Bytes);
                _siteSteps[site] = Repetitions == 2 || _siteSteps.GetValueOrDefault(site) == step ? step : null;
            }

            for (int i = 0; i < regions.Count; i++)
            {
                long step = regions[i].Count - _regions[i].Count;
                _regionSteps[regions[i].Ta] = Repetitions == 2 || _regionSteps.GetValueOrDefault(regions[i].Ta) == step ? step : null;
            }
        }

        (_sites, _regions) = (sites, regions);
    }

    /// <summary>The comparison up to now.</summary>
    /// <param name="line">The line of the repeat; 0 for the whole script.</param>
    public GrowthReport Report(int line)
    {
        Dictionary<CallSite, SiteTotal> now = _ledger.SiteTotals();
        IReadOnlyList<TaRegions> regions = RegionCounts(_world);
        return new GrowthReport(
            line,
            Repetitions,
            [.. now.Where(s => s.Value.Blocks != 0 || _sitesBefore.GetValueOrDefault(s.Key).Blocks != 0).Select(s => Site(s.Key, s.Value))
                .OrderBy(s => s.Site, SiteOrder.Instance)],
            [.. regions.Select((r, i) => new RegionGrowth(r.Ta, _regionsBefore[i].Count, r.Count, _regionSteps.GetValueOrDefault(r.Ta)))]);
    }

    private SiteGrowth Site(CallSite site, SiteTotal now)
    {
        SiteTotal before = _sitesBefore.GetValueOrDefault(site);
        SourceSite source = SiteNames.Of(_world, site);
        return new SiteGrowth(
            SiteNames.Text(source), source.Function, before.Blocks, before.Bytes, now.Blocks, now.Bytes,
            _siteSteps.GetValueOrDefault(site));
    }
}

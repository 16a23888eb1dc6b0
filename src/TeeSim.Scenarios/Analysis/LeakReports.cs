using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Analysis;

/// <summary>Puts what leaked together by the call that is to blame, and names the call that came too late.</summary>
internal static class LeakReports
{
    /// <summary>The reports, in the order in which the guilty calls were first made. The world is left changed.</summary>
    public static IReadOnlyList<LeakReport> Of(LeakTracker tracker, SecureWorld world, CallExecutor executor)
    {
        Dictionary<CallStatement, Dictionary<CallSite, (CallInstance Call, TeeResult Result)>> tooLate = new(ReferenceEqualityComparer.Instance);
        foreach (GuiltyCase guilty in tracker.Cases) tooLate[guilty.Guilty.Written] = Counterfactual.Try(guilty, world, executor);

        var groups = new Dictionary<(LeakKind, CallStatement, CallStatement?), List<Allocation>>();
        foreach (Allocation a in tracker.Leaked.OrderBy(a => a.Born!.Index).ThenBy(a => a.Address))
        {
            CallStatement guilty = Guilty(a).Written;
            CallStatement? late = KindOf(a) == LeakKind.LostOwner && tooLate.TryGetValue(guilty, out var sites) && sites.TryGetValue(a.Site, out var found)
                ? found.Call.Written
                : null;
            if (!groups.TryGetValue((KindOf(a), guilty, late), out List<Allocation>? group)) groups[(KindOf(a), guilty, late)] = group = [];
            group.Add(a);
        }

        return
        [
            .. groups
                .OrderBy(g => g.Value.Min(a => Guilty(a).Index))
                .Select(g => Report(g.Key.Item1, g.Value, tooLate.GetValueOrDefault(g.Key.Item2), world)),
        ];
    }

    private static LeakKind KindOf(Allocation a) => a switch
    {
        { OwnerlessSince: null } => LeakKind.Growing,
        { EverOwned: false } => LeakKind.NeverOwned,
        _ => LeakKind.LostOwner,
    };

    private static CallInstance Guilty(Allocation a) => KindOf(a) == LeakKind.LostOwner ? a.OwnerlessSince! : a.Born!;

    private static LeakReport Report(
        LeakKind kind, List<Allocation> leaked, Dictionary<CallSite, (CallInstance Call, TeeResult Result)>? tooLate, SecureWorld world)
    {
        CallInstance first = leaked.Select(Guilty).MinBy(g => g.Index)!;
        CallInstance last = leaked.Select(Guilty).MaxBy(g => g.Index)!;
        (CallInstance Call, TeeResult Result)? late =
            kind == LeakKind.LostOwner && tooLate is not null && tooLate.TryGetValue(leaked[0].Site, out var found) ? found : null;
        return new LeakReport(
            kind,
            first.Reference,
            last.Reference.Repetition,
            late?.Call.Reference,
            late?.Result.ToString(),
            [.. leaked.GroupBy(a => a.Site).Select(g => Site(g.Key, g, world)).OrderBy(s => s.Site, SiteOrder.Instance)],
            leaked.Exists(a => !a.Freed));
    }

    private static LeakedSite Site(CallSite site, IEnumerable<Allocation> leaked, SecureWorld world)
    {
        SourceSite source = SiteNames.Of(world, site);
        return new LeakedSite(SiteNames.Text(source), source.Function, leaked.LongCount(), leaked.Sum(a => a.Size));
    }
}

using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Blame;

/// <summary>
/// Names for each leak the call that is to blame: the one without which the memory comes free, found by leaving calls out. Who held the
/// last pointer says where to look first. A call that frees it then, and came too late in truth, is named, too.
/// </summary>
internal sealed class LeakExplainer(
    SecureWorld world, StateFacts state, IReadOnlyList<PathEvent> path, PathReplay? replay, IReadOnlySet<long> lost,
    IReadOnlySet<long> givenUp, IReadOnlySet<long> held)
{
    // More than anybody reads.
    private const int MostExplained = 32;
    private const int MostOmitted = 64;

    /// <summary>The leaks, those of most bytes last.</summary>
    /// <param name="ledger">What is allocated.</param>
    /// <param name="ownerless">The call behind which nobody held a pointer to a block any more.</param>
    public IReadOnlyList<LeakReport> Explain(AllocationLedger ledger, IReadOnlyDictionary<ulong, CallInstance> ownerless)
    {
        var groups = new Dictionary<(LeakClass, CallStatement Born, CallStatement? Since), List<Leaked>>();
        foreach (Leaked leaked in BlocksOf(ledger, ownerless))
        {
            var key = (leaked.Class, leaked.Born.Written, leaked.Since?.Written);
            if (!groups.TryGetValue(key, out List<Leaked>? group)) groups[key] = group = [];
            group.Add(leaked);
        }

        var blamed = new Dictionary<(CallStatement, CallStatement?), (Blame Blame, List<Leaked> All)>();
        var known = new Dictionary<(LeakClass, CallStatement), Blame>();
        int explained = 0;
        foreach (List<Leaked> group in groups.Values.OrderBy(g => g.Min(l => l.Born.Index)))
        {
            Leaked first = group.MinBy(l => (l.Born.Index, l.Block.Ordinal))!;
            // What came too late to be checked is like what the same call gave before.
            bool isChecked = explained++ < MostExplained && PlaceOf(first.Born) >= 0;
            Blame blame = isChecked ? Blamed(first) : known.GetValueOrDefault((first.Class, first.Born.Written)) ?? Unchecked(first);
            if (isChecked) known.TryAdd((first.Class, first.Born.Written), blame);
            var key = (blame.Guilty.Written, blame.TooLate?.Instance.Written);
            if (blamed.TryGetValue(key, out (Blame, List<Leaked> All) same)) same.All.AddRange(group);
            else blamed[key] = (blame, [.. group]);
        }

        return [.. blamed.Values.Select(b => Report(b.Blame, b.All)).OrderBy(r => r.Bytes).ThenBy(r => r.Guilty.Line)];
    }

    // Which blocks of a place have leaked, where the same place has allocated others that have not: first those that nobody points to, then
    // those that nobody can take back, then the last ones; what somebody holds and can close comes behind all of them.
    private IEnumerable<Leaked> BlocksOf(AllocationLedger ledger, IReadOnlyDictionary<ulong, CallInstance> ownerless)
    {
        ILookup<SourceSite, LiveBlock> live = ledger.Live.Where(b => b.Born is not null).ToLookup(b => SiteNames.Of(world, b.Site));
        foreach (IGrouping<SourceSite, Leftover> ofSite in state.Leftovers.GroupBy(l => l.Site))
        {
            using IEnumerator<LiveBlock> blocks = live[ofSite.Key]
                .OrderBy(
                    b => ownerless.ContainsKey(b.Address) ? 0 : givenUp.Contains(b.Born!.Index) ? 1 : held.Contains(b.Born!.Index) ? 3 : 2)
                .ThenByDescending(b => b.Born!.Index)
                .ThenBy(b => b.Address)
                .GetEnumerator();
            foreach (Leftover left in ofSite.OrderByDescending(l => l.Class))
            {
                for (long i = 0; i < left.Total.Blocks && blocks.MoveNext(); i++)
                {
                    yield return new Leaked(
                        blocks.Current, ofSite.Key, left.Class, blocks.Current.Born!, ownerless.GetValueOrDefault(blocks.Current.Address));
                }
            }
        }
    }

    private Blame Blamed(Leaked leaked)
    {
        if (replay is null) return Unchecked(leaked);
        int born = PlaceOf(leaked.Born);
        if (replay.Without(-1) is not { } whole || born < 0) return Unchecked(leaked);
        // Who gives something another name has not made the old thing leak: nobody had taken it back.
        if (lost.Contains(leaked.Born.Index)) return new Blame(leaked.Born, LeakKind.GivenUp, null);
        int first = leaked.Since is { } since ? PlaceOf(since) : -1;
        // What took the last pointer, then deaths and what takes back: those who give are blamed last.
        IEnumerable<int> candidates = Enumerable.Range(born + 1, path.Count - born - 1).OrderBy(i => i == first ? 0 : Rank(path[i]));
        foreach (int i in candidates.Take(MostOmitted))
        {
            if (replay.Without(i) is not { } without || !IsFree(leaked, whole, without)) continue;
            PathEvent? late = without.FreedBy.TryGetValue((leaked.Born.Index, leaked.Block.Ordinal), out int by) && by > i
                ? path[by]
                : null;
            return new Blame(path[i].Instance, leaked.Since?.Index == path[i].Instance.Index ? LeakKind.LostOwner : LeakKind.Kept, late);
        }

        if (HeirOf(leaked, born) is { } heir) return new Blame(heir, LeakKind.GivenUp, null);
        // A reference of the core's that nobody gives back was taken when it was given: who took the last pointer could not know.
        bool isReference = leaked.Class == LeakClass.ForEver && !state.IsOfDriver(leaked.Site) && leaked.Since is { } taken
            && taken.Index != leaked.Born.Index;
        return isReference ? new Blame(leaked.Born, LeakKind.GivenUp, null) : Unchecked(leaked);
    }

    private static int Rank(PathEvent happened) => happened switch
    {
        { Step: null or { EndsProcess: true } } => 1,
        { Step.Call.IsClosing: true } => 2,
        _ => 3,
    };

    // The block is there as before, and less is left, by more than by what was not even allocated.
    private static bool IsFree(Leaked leaked, ReplayedPath whole, ReplayedPath without) =>
        without.IsAsBefore
        && without.Born.Contains((leaked.Born.Index, leaked.Block.Ordinal, leaked.Block.Site))
        && Blocks(leaked, whole.Left) - Math.Min(Blocks(leaked, without.Left), Blocks(leaked, without.LeftUntaken))
            > Math.Max(0, whole.Allocated[leaked.Site].Blocks - without.Allocated[leaked.Site].Blocks);

    private static long Blocks(Leaked leaked, IReadOnlyList<Leftover> left) => ReplayedPath.Blocks(left, leaked.Site, leaked.Class);

    // No single call can be left out to free it: who allocated it has to free it, or to keep its name.
    private static Blame Unchecked(Leaked leaked)
    {
        if (leaked.Since is { } since)
        {
            return since.Index == leaked.Born.Index
                ? new Blame(leaked.Born, LeakKind.NeverOwned, null)
                : new Blame(since, LeakKind.LostOwner, null);
        }
        return new Blame(leaked.Born, LeakKind.GivenUp, null);
    }

    // What instances share belongs to those that live: when the one that made it has gone, to the next of its kind that nobody takes back.
    private CallInstance? HeirOf(Leaked leaked, int born)
    {
        if (leaked.Since is not null || givenUp.Contains(leaked.Born.Index) || path[born].Step is not { } maker) return null;
        return path.Skip(born + 1)
            .FirstOrDefault(e => givenUp.Contains(e.Instance.Index) && e.Step?.Call.Definition == maker.Call.Definition)?.Instance;
    }

    private int PlaceOf(CallInstance instance)
    {
        for (int i = 0; i < path.Count; i++)
        {
            if (path[i].Instance.Index == instance.Index || path[i].Block?.Exists(inner => inner.Instance.Index == instance.Index) is true)
                return i;
        }

        return -1;
    }

    private LeakReport Report(Blame blame, List<Leaked> leaked)
    {
        CallInstance[] guilty = [.. leaked.Select(l => blame.Kind == LeakKind.LostOwner ? l.Since ?? blame.Guilty
            : blame.Kind == LeakKind.Kept ? blame.Guilty
            : givenUp.Contains(l.Born.Index) || blame.Kind == LeakKind.NeverOwned ? l.Born
            : blame.Guilty)];
        return new LeakReport(
            blame.Kind,
            leaked.Max(l => l.Class),
            guilty.MinBy(g => g.Index)!.Reference,
            guilty.MaxBy(g => g.Index)!.Reference.Repetition,
            blame.TooLate?.Instance.Reference,
            blame.TooLate?.Outcome?.Result.ToString(),
            [.. leaked.GroupBy(l => l.Site)
                .Select(g => new LeakedSite(SiteNames.Text(g.Key), g.Key.Function, g.LongCount(), g.Sum(l => l.Block.Size)))
                .OrderBy(s => s.Site, SiteOrder.Instance)]);
    }

    /// <summary>A block that has leaked.</summary>
    private sealed record Leaked(LiveBlock Block, SourceSite Site, LeakClass Class, CallInstance Born, CallInstance? Since);

    /// <summary>Who is to blame for one.</summary>
    private sealed record Blame(CallInstance Guilty, LeakKind Kind, PathEvent? TooLate);
}

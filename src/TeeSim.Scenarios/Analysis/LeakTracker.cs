using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Analysis;

/// <summary>Watches over a run which buffers have an owner, and remembers the call that took the last one away.</summary>
internal sealed class LeakTracker(SecureWorld world, AllocationLedger ledger)
{
    // Each case keeps a state: enough for every script that a person reads the report of.
    private const int MostCases = 256;

    // Making a few calls again costs less than keeping the state before each.
    private const int MostCallsSince = 24;

    private readonly OwnershipScan _scan = new(world, ledger);
    private readonly HashSet<CallStatement> _known = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Allocation> _leaked = [];
    private Checkpoint? _checkpoint;

    /// <summary>One for each call of the script that left something without an owner.</summary>
    public List<GuiltyCase> Cases { get; } = [];

    /// <summary>Everything that was found to be leaked at the end of a repeat or of the script, whether or not it was freed later.</summary>
    public IReadOnlyCollection<Allocation> Leaked => _leaked;

    /// <summary>Looks at a state that is not that after boot, so that later words can be told from those that were there.</summary>
    public void Start() => _scan.Run();

    /// <summary>Payload bytes and blocks of what is leaked at this moment.</summary>
    public SiteTotal LeakedNow()
    {
        long blocks = 0;
        long bytes = 0;
        foreach (Allocation a in ledger.Live.Where(IsLeaked))
        {
            blocks++;
            bytes += a.Size;
        }

        return new SiteTotal(blocks, bytes);
    }

    /// <summary>Keeps a state now and then, from which the one before any later call can be reached again by making the calls in between.</summary>
    /// <param name="variables">The normal world before the call.</param>
    public void BeforeCall(Variables variables)
    {
        if (Cases.Count >= MostCases || _checkpoint is not null && _checkpoint.Since.Count < MostCallsSince) return;
        _checkpoint = new Checkpoint(world.Snapshot(), variables.Copy(), []);
    }

    /// <summary>Looks who owns what after a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="result">What it returned.</param>
    public void AfterCall(CallInstance call, TeeResult result)
    {
        foreach (GuiltyCase known in Cases)
        {
            if (known.Later.Count < GuiltyCase.MostLaterCalls) known.Later.Add((call, result));
        }

        List<Allocation> orphans = FindOrphans(call);
        if (orphans.Count > 0 && _checkpoint is { } checkpoint && Cases.Count < MostCases && _known.Add(call.Written))
            Cases.Add(new GuiltyCase(call, checkpoint.State, checkpoint.Variables, [.. checkpoint.Since], orphans));
        _checkpoint?.Since.Add(call.Statement);
    }

    /// <summary>A call in which nothing changes hands: only what it does to the clock counts.</summary>
    public void AfterPassiveCall(CallInstance call) => _checkpoint?.Since.Add(call.Statement);

    /// <summary>Takes down what is leaked now.</summary>
    public void TakeDown() => _leaked.UnionWith(ledger.Live.Where(IsLeaked));

    private static bool IsLeaked(Allocation a) => a.Born is not null && (a.OwnerlessSince is not null || a.Growing);

    private List<Allocation> FindOrphans(CallInstance call)
    {
        foreach (Allocation owned in _scan.Run())
        {
            owned.EverOwned = true;
            if (owned.OwnerlessSince is null) continue;
            owned.OwnerlessSince = null;
            ledger.Watch(owned);
        }

        List<Allocation> orphans = [];
        foreach (Allocation watched in ledger.Watched)
        {
            if (watched.SeenBy != _scan.Number) orphans.Add(watched);
        }

        foreach (Allocation orphan in orphans)
        {
            orphan.OwnerlessSince = call;
            ledger.Unwatch(orphan);
        }

        return orphans;
    }

    /// <summary>A state, and the calls that were made since.</summary>
    private sealed record Checkpoint(WorldSnapshot State, Variables Variables, List<CallStatement> Since);
}

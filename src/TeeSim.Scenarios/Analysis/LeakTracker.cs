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

    private readonly OwnershipScan _scan = new(world, ledger);
    private readonly HashSet<CallStatement> _known = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Allocation> _leaked = [];

    /// <summary>One for each call of the script that left something without an owner.</summary>
    public List<GuiltyCase> Cases { get; } = [];

    /// <summary>Everything that was found to be leaked at the end of a repeat or of the script, whether or not it was freed later.</summary>
    public IReadOnlyCollection<Allocation> Leaked => _leaked;

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

    /// <summary>Whether the state before this call has to be kept, in case that it is guilty.</summary>
    public bool WantsStateBefore(CallStatement call) => Cases.Count < MostCases && !_known.Contains(call);

    /// <summary>Looks who owns what after a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="result">What it returned.</param>
    /// <param name="before">The state before it, when <see cref="WantsStateBefore"/> asked for it.</param>
    /// <param name="variables">The normal world before it.</param>
    public void AfterCall(CallInstance call, TeeResult result, WorldSnapshot? before, Variables? variables)
    {
        foreach (GuiltyCase known in Cases)
        {
            if (known.Later.Count < GuiltyCase.MostLaterCalls) known.Later.Add((call, result));
        }

        List<Allocation> orphans = FindOrphans(call);
        if (orphans.Count == 0 || before is null || variables is null || !_known.Add(call.Statement)) return;
        Cases.Add(new GuiltyCase(call, before, variables, orphans));
    }

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
            ledger.Watched.Add(owned);
        }

        List<Allocation> orphans = [.. ledger.Watched.Where(a => a.SeenBy != _scan.Number)];
        foreach (Allocation orphan in orphans) orphan.OwnerlessSince = call;
        ledger.Watched.ExceptWith(orphans);
        return orphans;
    }
}

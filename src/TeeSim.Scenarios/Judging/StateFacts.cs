using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Metrics;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Scenarios.Judging;

/// <summary>
/// A state, with all that the rules need to know of it. What is costly is found out when it is asked for
/// first, and forgotten with the state.
/// </summary>
internal sealed class StateFacts
{
    private readonly ClosingTrial _trial;
    private readonly JudgedScript _script;
    private IReadOnlyList<Leftover>? _leftovers;
    private HashSet<SourceSite>? _orphans;
    private HashSet<SourceSite>? _driverSites;

    /// <param name="execution">Who has what, in which world.</param>
    /// <param name="graph">Who points to what; it has read the present state.</param>
    /// <param name="script">What is judged.</param>
    /// <param name="goBack">Goes back to the present state after something was tried.</param>
    /// <param name="baseline">What open sessions take.</param>
    public StateFacts(Execution execution, ObjectGraph graph, JudgedScript script, SessionBaseline baseline, Action goBack)
    {
        (Execution, Graph, _script) = (execution, graph, script);
        _trial = new ClosingTrial(execution, baseline, goBack);
        Metrics = new WorldMetrics(World, script.Metrics, () => Leaked);
    }

    /// <summary>Who has what.</summary>
    public Execution Execution { get; }

    /// <summary>The world.</summary>
    public SecureWorld World => Execution.World;

    /// <summary>Who points to what.</summary>
    public ObjectGraph Graph { get; }

    /// <summary>Measures what scripts can expect.</summary>
    public WorldMetrics Metrics { get; }

    /// <summary>Whether a fault has come that the script did not ask for.</summary>
    public bool HasFaults { get; set; }

    /// <summary>Whether the script judges leaks itself, and no fault has come in its way.</summary>
    public bool JudgesLeaksItself => _script.JudgesLeaksItself && !HasFaults;

    /// <summary>Forgets what was found out: the state is another one.</summary>
    public void Forget() => (_leftovers, _orphans, _driverSites) = (null, null, null);

    /// <summary>What nothing can free any more, or nobody will: by trying, without what core and driver keep.</summary>
    public IReadOnlyList<Leftover> Leftovers
    {
        get
        {
            if (_leftovers is not null) return _leftovers;
            try
            {
                return _leftovers = FindLeftovers();
            }
            catch (DriverFaultException fault)
            {
                throw DriverProblemException.Of(fault, null);
            }
        }
    }

    private IReadOnlyList<Leftover> FindLeftovers()
    {
        IReadOnlyList<Leftover> left = _trial.Try(_script.Processes);
        bool isClear = _script.TrustsPointers && left.All(l => HasOrphansFrom(l.Site) || _script.IsSettled?.Invoke(l, this) is true);
        return left.Count == 0 || isClear ? left : _script.Plateau.Without(left);
    }

    /// <summary>What processes would like to take back and can't: their closing calls are refused.</summary>
    public IReadOnlySet<Holding> Refused
    {
        get
        {
            _ = Leftovers;
            return _trial.Refused;
        }
    }

    /// <summary>
    /// Payload bytes and blocks that nothing can free any more. What a refused call would free, made again, is no part of it.
    /// </summary>
    public SiteTotal Leaked =>
        Leftovers.Where(l => l.Class != LeakClass.UntilTriedAgain).Aggregate(default(SiteTotal), (sum, l) => sum + l.Total);

    /// <summary>
    /// A handle of the driver that its process has given up on, has no session for by now, or can't get taken
    /// back; null when there is none.
    /// </summary>
    public Holding? GivenUpHandle =>
        Execution.Holdings.All.Where(h => h.Kind == ParameterKind.Handle && IsLost(h)).MinBy(h => (h.Order, h.Key));

    /// <summary>Whether a process has something that it can't take back any more.</summary>
    public bool HasLost => Execution.Holdings.All.Any(IsLost);

    private bool IsLost(Holding h) => h.State is HoldingState.Lost or HoldingState.Dead or HoldingState.Refused
        || (h.State != HoldingState.NeverGiven && (!h.CanBeClosed || _trial.Refused.Contains(h)));

    /// <summary>Whether nobody holds a pointer to something that a place has allocated.</summary>
    public bool HasOrphansFrom(SourceSite site) =>
        (_orphans ??= [.. Graph.Orphans.Select(o => SiteNames.Of(World, new CallSite(o.File, o.Line)))]).Contains(site);

    /// <summary>Whether a place is the driver's.</summary>
    public bool IsOfDriver(SourceSite site) => (_driverSites ??= [.. World.Heap.MdbgCheck()
        .Select(e => new CallSite(e.File, e.Line))
        .Where(s => !World.IsCoreSite(s))
        .Select(s => SiteNames.Of(World, s))]).Contains(site);

    /// <summary>Whether what comes from a place becomes more each time that the script is made.</summary>
    public bool Grows(SourceSite site) => _script.HasPlateau && _script.Plateau.Grows(site);
}

using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Panics;
using TeeSim.Kernel;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Scenarios.Judging;

/// <summary>
/// What a core and its driver keep without leaking it: a table that is made once, a ring of the last events, a list of records for reuse.
/// Found out by doing all of a script over and over, and taking back after each pass what was given: what becomes no more is kept, what
/// becomes more with the passes leaks. The passes go on until that is clear.
/// </summary>
internal sealed class Plateau
{
    private const int MostSteps = 40_000;
    private static readonly int[] Looks = [16, 32, 64];
    private readonly CallProgram _program;
    private readonly HashSet<SourceSite> _growing = [];
    private readonly Dictionary<int, StepState> _first = [];
    private readonly SiteTotals _withSessions;
    private readonly SiteTotals _forEver;

    private Plateau(CallProgram program)
    {
        _program = program;
        _withSessions = Kept(Passes(closesSessions: false));
        _forEver = Kept(Passes(closesSessions: true));
    }

    /// <summary>Makes the passes.</summary>
    public static Plateau Of(CallProgram program) => new(program);

    /// <summary>Whether the passes went on until all was clear. Otherwise what was seen to become more counts as a leak.</summary>
    public bool IsDecided { get; private set; } = true;

    /// <summary>Whether what comes from a place becomes more with every few passes.</summary>
    public bool Grows(SourceSite site) => _growing.Contains(site);

    /// <summary>What is left without what is kept.</summary>
    public IReadOnlyList<Leftover> Without(IReadOnlyList<Leftover> left)
    {
        var beyond = new List<Leftover>();
        foreach (IGrouping<SourceSite, Leftover> ofSite in left.GroupBy(l => l.Site))
        {
            // What is kept for ever is kept with sessions, too.
            long forEver = _growing.Contains(ofSite.Key) ? 0 : _forEver[ofSite.Key].Blocks;
            long others = _growing.Contains(ofSite.Key) ? 0 : _withSessions[ofSite.Key].Blocks - forEver;
            foreach (Leftover l in ofSite)
            {
                ref long kept = ref l.Class == LeakClass.ForEver ? ref forEver : ref others;
                long blocks = Math.Max(0, l.Total.Blocks - Math.Max(kept, 0));
                kept -= l.Total.Blocks - blocks;
                if (blocks > 0) beyond.Add(l with { Total = new SiteTotal(blocks, l.Total.Bytes * blocks / l.Total.Blocks) });
            }
        }

        return beyond;
    }

    private SiteTotals Kept(List<SiteTotals> passes)
    {
        var kept = new SiteTotals();
        if (passes.Count < 2) return kept;
        foreach ((SourceSite site, SiteTotal last) in passes[^1].All)
        {
            if (last.Blocks > passes[(passes.Count - 1) / 2][site].Blocks) _growing.Add(site);
            else kept.Add(site, last);
        }

        return kept;
    }

    private List<SiteTotals> Passes(bool closesSessions)
    {
        var passes = new List<SiteTotals>();
        bool isFull = false;
        SecureWorld? world = null;
        world = SecureWorld.Boot(_program.Scenario.Options with
        {
            Logger = null,
            Listener = e => isFull |= e.Kind is TeeEventKind.PageTablesUnavailable or TeeEventKind.PagePoolExhausted
                || (e.Kind == TeeEventKind.AllocationFailed && !FailedAllocation.HadRoom(world!, e)),
        });
        var execution = new Execution(world, _program.Slots, countsExecutions: true);
        var baseline = new SessionBaseline(world.Options, _program.From?.World);
        if (_program.From is { } from)
        {
            world.Continue(from.World);
            for (int i = 0; i < from.Names.Count; i++)
                execution.Set(i, StepState.Succeeded, new NamedValue(from.Names[i].Value, from.Names[i].Session, from.Names[i].Type));
        }

        int made = 0;
        try
        {
            for (int look = 0; look < Looks.Length; look++)
            {
                while (passes.Count < Looks[look])
                {
                    if (made > MostSteps)
                    {
                        IsDecided &= !Grows(passes);
                        return passes;
                    }

                    made += _program.Steps.Count;
                    if (!Pass(execution, closesSessions, ref isFull)) return [];
                    if (isFull && passes.Count > 0)
                    {
                        // What is full can't become more: only what came before tells something.
                        IsDecided &= !Grows(passes);
                        if (passes.Count == 1) _growing.UnionWith(passes[0].All.Select(site => site.Key));
                        return passes;
                    }

                    SessionCounts counts = SessionCounts.Of(world, [.. Sessions(execution)]);
                    passes.Add(SiteTotals.Of(world).Beyond(closesSessions ? baseline.OfTheDead(counts) : baseline.Of(counts)));
                }

                if (!Grows(passes)) break;
            }
        }
        catch (CorePanicException)
        {
            // Memory that can't be read tells nothing.
            return [];
        }

        return passes;
    }

    private static bool Grows(List<SiteTotals> passes) =>
        passes[^1].All.Any(site => site.Value.Blocks > passes[(passes.Count - 1) / 2][site.Key].Blocks);

    // False when the core stops or a call does not return: then nothing is known.
    private bool Pass(Execution execution, bool closesSessions, ref bool isFull)
    {
        foreach (Step step in _program.Steps)
        {
            // Sessions that stay open are those of the first pass; one that lets others in while its TA is loaded has to be opened again.
            if (!closesSessions && execution.Holdings.OfSlot(step.Index) is { Kind: ParameterKind.Session, State: HoldingState.Open } open)
            {
                if (step.Block.Length == 0)
                {
                    execution.Overwrite(step.Overwrites);
                    continue;
                }

                Close(execution, open);
            }

            if (execution.Make(step) is { Panic: not null } or { Hang: not null }) return false;
            // What succeeded in the first pass, and does not any more, has come to a limit: from there on it is another script.
            foreach (Step made in step.Inner.Prepend(step))
            {
                StepState state = execution.StateOf(made.Index);
                if (!_first.TryAdd(made.Index, state)) isFull |= _first[made.Index] == StepState.Succeeded && state != StepState.Succeeded;
            }
        }

        foreach (Holding h in Holding.LastFirst(execution.Holdings.All.Where(h => h.Kind != ParameterKind.Session && h.CanBeClosed))
            .ToArray())
        {
            Close(execution, h);
        }
        if (closesSessions)
        {
            foreach (Holding h in Holding.LastFirst(Sessions(execution)).ToArray()) Close(execution, h);
            foreach (string process in _program.Processes)
            {
                if (execution.Kill(process) is { Panic: not null } or { Hang: not null }) return false;
            }
        }

        execution.Holdings.Forget();
        return execution.World.Panic is null && execution.Hangs == 0;
    }

    private static IEnumerable<Holding> Sessions(Execution execution) =>
        execution.Holdings.All.Where(h => h is { Kind: ParameterKind.Session, State: HoldingState.Open });

    private static void Close(Execution execution, Holding h)
    {
        TeeOutcome outcome = h.Closing.Call.Make(execution.World, h.Inputs);
        execution.Holdings.Closed(h, outcome.IsSuccess);
    }
}

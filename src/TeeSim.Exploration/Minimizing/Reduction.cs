using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>
/// A list of calls on the way to being as short as can be. Invariant: what is kept shows the failure. Each step of the reduction proposes
/// other lists; those that show it still replace what is kept.
/// </summary>
internal sealed class Reduction
{
    private readonly FindingKey _key;
    private readonly ExpectStatement? _expectation;
    private readonly long _mostCalls;
    private readonly int _mostTrials;
    private TrialWorld _world;
    private long _made;

    /// <summary>Starts with a list that shows the failure.</summary>
    public Reduction(
        TrialSetup setup, TrialWorld world, IReadOnlyList<Step> calls, FindingKey key, ExpectStatement? expectation, int mostTrials,
        long mostCalls)
    {
        (Setup, _world, Calls, _key, _expectation, _mostTrials, _mostCalls) =
            (setup, world, calls, key, expectation, mostTrials, mostCalls);
    }

    /// <summary>The failure.</summary>
    public FindingKey Key => _key;

    /// <summary>What does not hold at the end, when that is the failure; null otherwise.</summary>
    public ExpectStatement? Expectation => _expectation;

    /// <summary>Is asked before something shorter is kept whether it may be; null for always.</summary>
    public Func<Reduction, bool>? IsConfirmed { get; set; }

    /// <summary>Settings and TAs.</summary>
    public TrialSetup Setup { get; private set; }

    /// <summary>The shortest list up to now.</summary>
    public IReadOnlyList<Step> Calls { get; private set; }

    /// <summary>The world that shows it.</summary>
    public TrialWorld World => _world;

    /// <summary>How many lists have been tried.</summary>
    public int Trials { get; private set; }

    /// <summary>Whether the bound was reached, so that something shorter may have been missed.</summary>
    public bool IsExhausted => Trials >= _mostTrials || _made >= _mostCalls;

    /// <summary>The failure, as the kept list shows it; the world is left at its end.</summary>
    public TrialFinding? Show() => ShowAll().FirstOrDefault(f => f.Key.IsSame(_key));

    /// <summary>All that is wrong with the kept list.</summary>
    public IReadOnlyList<TrialFinding> ShowAll() => _world.Judge(Calls, _expectation);

    /// <summary>Keeps another list in the place of the present one when it shows the failure, too.</summary>
    public bool Try(IReadOnlyList<Step> calls)
    {
        if (IsExhausted || !Shows(_world, calls)) return false;
        Kept before = Keep();
        Calls = calls;
        return IsKept(before);
    }

    /// <summary>The same for other settings.</summary>
    public bool Try(TrialSetup setup)
    {
        if (IsExhausted) return false;
        // What the calls do does not depend on settings, but they know TAs by place.
        Step[] calls = [.. Calls.Select(c => StepList.Compiled(c, setup.Compiler))];
        var world = new TrialWorld(setup.Scenario, _world.ChecksSessions);
        if (!Shows(world, calls)) return false;
        Kept before = Keep();
        (Setup, _world, Calls) = (setup, world, calls);
        return IsKept(before);
    }

    /// <summary>What is kept at the moment, to come back to.</summary>
    public Kept Keep() => new(Setup, _world, Calls);

    /// <summary>Takes back what was dropped since.</summary>
    public void GoBack(Kept kept) => (Setup, _world, Calls) = (kept.Setup, kept.World, kept.Calls);

    private bool IsKept(Kept before)
    {
        if (IsConfirmed is null || IsConfirmed(this)) return true;
        GoBack(before);
        return false;
    }

    private bool Shows(TrialWorld world, IReadOnlyList<Step> calls)
    {
        Trials++;
        _made += calls.Count;
        return world.Judge(calls, _expectation).Any(f => f.Key.IsSame(_key));
    }

    /// <summary>A list, and what it is made in.</summary>
    internal readonly record struct Kept(TrialSetup Setup, TrialWorld World, IReadOnlyList<Step> Calls);
}

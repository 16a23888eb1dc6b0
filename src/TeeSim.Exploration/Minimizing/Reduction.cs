using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>
/// A list of calls on the way to being as short as can be. Invariant: what is kept shows the failure. Each step of the reduction proposes other lists; those that show it still replace what is kept.
/// </summary>
internal sealed class Reduction
{
    private readonly FailureKey _key;
    private readonly ExpectStatement? _expectation;
    private readonly long _mostCalls;
    private readonly int _mostTrials;
    private TrialWorld _world;
    private long _made;

    /// <summary>Starts with a list that shows the failure.</summary>
    public Reduction(TrialSetup setup, TrialWorld world, IReadOnlyList<TrialCall> calls, FailureKey key, ExpectStatement? expectation, int mostTrials, long mostCalls)
    {
        (Setup, _world, Calls, _key, _expectation, _mostTrials, _mostCalls) = (setup, world, calls, key, expectation, mostTrials, mostCalls);
    }

    /// <summary>The failure.</summary>
    public FailureKey Key => _key;

    /// <summary>Settings and TAs.</summary>
    public TrialSetup Setup { get; private set; }

    /// <summary>The shortest list up to now.</summary>
    public IReadOnlyList<TrialCall> Calls { get; private set; }

    /// <summary>The world that shows it.</summary>
    public TrialWorld World => _world;

    /// <summary>How many lists have been tried.</summary>
    public int Trials { get; private set; }

    /// <summary>Whether the bound was reached, so that something shorter may have been missed.</summary>
    public bool IsExhausted => Trials >= _mostTrials || _made >= _mostCalls;

    /// <summary>The failure, as the kept list shows it; the world is left at its end.</summary>
    public Finding? Show() => ShowAll().FirstOrDefault(f => f.Key == _key);

    /// <summary>All that is wrong with the kept list.</summary>
    public IReadOnlyList<Finding> ShowAll() => _world.Judge(Calls, _expectation);

    /// <summary>Keeps another list in the place of the present one when it shows the failure, too.</summary>
    public bool Try(IReadOnlyList<TrialCall> calls)
    {
        if (IsExhausted || !Shows(_world, calls)) return false;
        Calls = calls;
        return true;
    }

    /// <summary>The same for other settings.</summary>
    public bool Try(TrialSetup setup)
    {
        if (IsExhausted) return false;
        // What the calls do does not depend on settings, but they know TAs by place.
        TrialCall[] calls = [.. Calls.Select(c => Compiled(c, setup))];
        var world = new TrialWorld(setup.Options);
        if (!Shows(world, calls)) return false;
        (Setup, _world, Calls) = (setup, world, calls);
        return true;
    }

    /// <summary>What is kept at the moment, to come back to.</summary>
    public Kept Keep() => new(Setup, _world, Calls);

    /// <summary>Takes back what was dropped since.</summary>
    public void GoBack(Kept kept) => (Setup, _world, Calls) = (kept.Setup, kept.World, kept.Calls);

    private bool Shows(TrialWorld world, IReadOnlyList<TrialCall> calls)
    {
        Trials++;
        _made += calls.Count;
        return world.Judge(calls, _expectation).Any(f => f.Key == _key);
    }

    private static TrialCall Compiled(TrialCall call, TrialSetup setup) =>
        call with { Call = setup.Compiler.Compile(call.Statement), Inner = [.. call.Inner.Select(i => Compiled(i, setup))] };

    /// <summary>A list, and what it is made in.</summary>
    internal readonly record struct Kept(TrialSetup Setup, TrialWorld World, IReadOnlyList<TrialCall> Calls);
}

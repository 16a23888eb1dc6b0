using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>Makes up a run while it is made: each call is one that a process can make with what it has got up to then.</summary>
internal sealed class FuzzRun(TrialSetup setup, TrialWorld world, Vocabulary vocabulary)
{
    private const int MostTries = 16;
    private const int DeathOneIn = 64;
    private const int FailureOneIn = 48;
    private const int LatestFailure = 8;
    private const int BackgroundOneIn = 16;

    private readonly Givers _givers = new(vocabulary.Processes.Count, vocabulary.ResultTypes);
    private readonly List<Step> _calls = [];
    private ulong _dead;

    /// <summary>Settings and TAs.</summary>
    public TrialSetup Setup => setup;

    /// <summary>Where it is made.</summary>
    public TrialWorld World => world;

    /// <summary>What it is made of.</summary>
    public Vocabulary Vocabulary => vocabulary;

    /// <summary>The calls of the last run.</summary>
    public IReadOnlyList<Step> Calls => _calls;

    /// <summary>Whether a call of the last run has not come back.</summary>
    public bool Hung { get; private set; }

    /// <summary>A run of its own.</summary>
    /// <param name="random">What it depends on.</param>
    /// <param name="most">How many calls at the most.</param>
    /// <returns>Whether the core has stopped.</returns>
    public bool Generate(FuzzRandom random, int most)
    {
        Start();
        FuzzRandom aside = random.Aside();
        int process = 0;
        for (int left = 1 + random.Below(most); left > 0; left--)
        {
            if (random.OneIn(2)) process = random.Below(vocabulary.Processes.Count);
            if ((_dead >> process & 1) != 0) continue;
            if (_calls.Count + 1 < most && DrawBackground(process, aside) is { } other && !Make(process, other)) return true;
            if (Draw(process, random) is not { } call) continue;
            if (!Make(process, call)) return true;
        }

        return false;
    }

    /// <summary>A run that is given. Calls that cannot be made are left out.</summary>
    /// <returns>Whether the core has stopped.</returns>
    public bool Follow(IReadOnlyList<Step> calls)
    {
        Start();
        foreach (Step call in calls)
        {
            if (!Make(-1, call)) return true;
        }

        return false;
    }

    private void Start()
    {
        world.Reset();
        _givers.Clear();
        _calls.Clear();
        _dead = 0;
        Hung = false;
    }

    private Step? Draw(int process, FuzzRandom random)
    {
        int slot = _calls.Count;
        if (random.OneIn(DeathOneIn))
        {
            _dead |= 1UL << process;
            return vocabulary.Death(process).At(slot, [], 0);
        }

        return DrawAmong(process, 0, vocabulary.Calls.Count, random);
    }

    // Other parts of the core take room between the calls, and change nothing of what those are.
    private Step? DrawBackground(int process, FuzzRandom aside) =>
        vocabulary.Background.Count > 0 && aside.OneIn(BackgroundOneIn)
            ? DrawAmong(process, vocabulary.Calls.Count, vocabulary.Background.Count, aside)
            : null;

    private Step? DrawAmong(int process, int first, int count, FuzzRandom random)
    {
        int slot = _calls.Count;
        for (int tries = 0; tries < MostTries; tries++)
        {
            int call = first + random.Below(count);
            if ((vocabulary.Needs[call] & ~_givers.Types(process)) != 0) continue;
            CallTemplate template = vocabulary.Draw(process, call, random);
            if (_givers.Draw(process, template.Inputs, random) is not { } inputs) continue;
            return template.At(slot, inputs, random.OneIn(FailureOneIn) ? 1 + random.Below(LatestFailure) : 0);
        }

        return null;
    }

    // False when the core, or the driver, has stopped.
    private bool Make(int process, Step call)
    {
        try
        {
            if (world.Make(call) is not { } outcome) return true;
            // A failure that never came is none.
            _calls.Add(call.FailAllocation > 0 && !world.FaultCame(call) ? call with { FailAllocation = 0 } : call);
            if (process >= 0 && outcome.IsSuccess && call.Call.Definition.Result is { } type) _givers.Add(process, type, call.Index);
            Hung |= outcome.Hang is not null;
            return outcome.Panic is null;
        }
        catch (DriverProblemException problem) when (problem.Fault is not null)
        {
            _calls.Add(call);
            return false;
        }
    }
}

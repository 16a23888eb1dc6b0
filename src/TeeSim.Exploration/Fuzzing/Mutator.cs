using TeeSim.Exploration.Minimizing;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>Changes a list of calls a little: what is near a failure is often one, too.</summary>
internal sealed class Mutator(Vocabulary vocabulary)
{
    private const int MostChanges = 4;
    private const int LatestFailure = 8;

    private List<Step> _calls = [];
    private int _nextSlot;

    /// <summary>The list with one to four changes.</summary>
    public IReadOnlyList<Step> Mutate(IReadOnlyList<Step> seed, FuzzRandom random)
    {
        _calls = [.. seed];
        _nextSlot = 1 + seed.SelectMany(c => c.Slots).DefaultIfEmpty(-1).Max();
        for (int changes = 1 + random.Below(MostChanges); changes > 0; changes--) Change(random);
        return _calls;
    }

    private void Change(FuzzRandom random)
    {
        int at = random.Below(_calls.Count + 1);
        if (at == _calls.Count)
        {
            Insert(at, random);
            return;
        }

        Step call = _calls[at];
        switch (random.Below(6))
        {
            case 0:
                _calls = Reducers.Without(_calls, c => c.Index == call.Index);
                break;
            case 1 when at > 0:
                (_calls[at - 1], _calls[at]) = (call, _calls[at - 1]);
                break;
            case 2:
                _calls.Insert(at + 1 + random.Below(_calls.Count - at), call with { Index = _nextSlot++, Block = [], Inner = [] });
                break;
            case 3:
                ChangeNumbers(at, random);
                break;
            case 4:
                _calls[at] = call with { FailAllocation = random.Below(LatestFailure + 1) };
                break;
            default:
                Insert(at, random);
                break;
        }
    }

    private void Insert(int at, FuzzRandom random)
    {
        int process = random.Below(vocabulary.Processes.Count);
        CallTemplate template = vocabulary.Draw(process, random.Below(vocabulary.Calls.Count), random);
        if (Inputs(at, template, wanted: null, random) is { } inputs) _calls.Insert(at, template.At(_nextSlot++, inputs, 0));
    }

    // Another way to make the same call, with what it had as far as that fits.
    private void ChangeNumbers(int at, FuzzRandom random)
    {
        Step call = _calls[at];
        int process = vocabulary.Processes.ToList().IndexOf(call.ProcessName);
        int which = vocabulary.Calls.ToList().FindIndex(s => s.Name == call.Call.Definition.Name);
        if (process < 0 || which < 0) return;
        CallTemplate template = vocabulary.Draw(process, which, random);
        if (Inputs(at, template, call, random) is not { } inputs) return;
        _calls[at] = call with
        {
            Statement = template.Statement with { Result = call.Statement.Result ?? template.Statement.Result },
            Call = template.Call,
            Inputs = [.. inputs],
        };
    }

    private int[]? Inputs(int at, CallTemplate template, Step? wanted, FuzzRandom random)
    {
        int[] inputs = new int[template.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            Step[] givers = [.. _calls.Take(at).Where(c => c.Call.Definition.Result == template.Inputs[i])];
            if (givers.Length == 0) return null;
            int[] had = wanted is null ? [] : [.. givers.Select(g => g.Index).Intersect(wanted.Inputs)];
            inputs[i] = had.Length > 0 ? random.Of(had) : random.Of(givers).Index;
        }

        return inputs;
    }
}

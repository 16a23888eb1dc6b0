using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>
/// The calls of a script as steps that are made in the order as written, each as often as its repeats say: so each name has one slot, and
/// what it holds is what it was given last.
/// </summary>
internal sealed class NamedSteps(CallCompiler compiler)
{
    // What has no name lies in a slot that nobody looks into.
    private const int Unnamed = 0;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<CallStatement, IReadOnlyList<Step>> _steps = new(ReferenceEqualityComparer.Instance);
    private int _last = Unnamed;

    /// <summary>The names that have been met, and their slots.</summary>
    public IReadOnlyDictionary<string, int> Slots => _slots;

    /// <summary>The slot of a name.</summary>
    public int SlotOf(string name)
    {
        if (!_slots.TryGetValue(name, out int slot)) _slots[name] = slot = ++_last;
        return slot;
    }

    /// <summary>The name of a slot.</summary>
    public string NameOf(int slot) => _slots.First(s => s.Value == slot).Key;

    /// <summary>
    /// A call as steps: a try of it, and as many more as it has. All but the last have slots without a name, so that a name means what
    /// it meant until the call is over.
    /// </summary>
    public IReadOnlyList<Step> Of(CallStatement call)
    {
        if (_steps.TryGetValue(call, out IReadOnlyList<Step>? known)) return known;
        CompiledCall compiled = compiler.Compile(call);
        int slot = call.Result is { } result ? SlotOf(result.Text) : Unnamed;
        int[] inputs = [.. compiled.Inputs.Select(SlotOf)];
        var tries = new List<Step>();
        for (int left = compiled.Retries; left >= 0; left--)
        {
            tries.Add(new Step
            {
                Index = left == 0 ? slot : ++_last,
                Statement = call,
                Call = compiled,
                FailAllocation = compiled.FailAllocation,
                Inputs = [.. inputs],
                Overwrites = call.Result is null ? -1 : slot,
                RetryOf = tries.LastOrDefault(),
                TriesLeft = left,
            });
        }

        return _steps[call] = tries;
    }
}

using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>The calls of a script as steps that are made in the order as written, each as often as its repeats say: so each name has one slot, and what it holds is what it was given last.</summary>
internal sealed class NamedSteps(CallCompiler compiler)
{
    // What has no name lies in a slot that nobody looks into.
    private const int Unnamed = 0;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<CallStatement, Step> _steps = new(ReferenceEqualityComparer.Instance);

    /// <summary>The names that have been met, and their slots.</summary>
    public IReadOnlyDictionary<string, int> Slots => _slots;

    /// <summary>The slot of a name.</summary>
    public int SlotOf(string name)
    {
        if (!_slots.TryGetValue(name, out int slot)) _slots[name] = slot = _slots.Count + 1;
        return slot;
    }

    /// <summary>The name of a slot.</summary>
    public string NameOf(int slot) => _slots.First(s => s.Value == slot).Key;

    /// <summary>A call as a step.</summary>
    public Step Of(CallStatement call)
    {
        if (_steps.TryGetValue(call, out Step? known)) return known;
        CompiledCall compiled = compiler.Compile(call);
        int slot = call.Result is { } result ? SlotOf(result.Text) : Unnamed;
        return _steps[call] = new Step
        {
            Index = slot,
            Statement = call,
            Call = compiled,
            FailAllocation = compiled.FailAllocation,
            Inputs = [.. compiled.Inputs.Select(SlotOf)],
            Overwrites = call.Result is null ? -1 : slot,
        };
    }
}

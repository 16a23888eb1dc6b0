using TeeSim.Exploration.Programs;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Trials;

/// <summary>
/// A call in a list of calls that is made from the first to the last. What it gives lies in a slot of its own, and what it uses is found in the slots of others, so that calls can be taken out,
/// moved and put in without a thought about names.
/// </summary>
internal sealed record TrialCall
{
    /// <summary>The call, without the label for an allocation that fails. The names of what it uses stand for themselves only.</summary>
    public required CallStatement Statement { get; init; }

    /// <summary>What it does.</summary>
    public required CompiledCall Call { get; init; }

    /// <summary>Where its result lies; no other call of the list has the same.</summary>
    public required int Slot { get; init; }

    /// <summary>For each input of the call the slot that it is taken from.</summary>
    public required IReadOnlyList<int> Inputs { get; init; }

    /// <summary>Which of its allocations fails, from 1; 0 for none.</summary>
    public int FailAllocation { get; init; }

    /// <summary>The calls that come in while this one waits for the normal world.</summary>
    public IReadOnlyList<TrialCall> Inner { get; init; } = [];

    /// <summary>Which call: <c>close_channel</c>.</summary>
    public string Word => Call.Signature.Name;

    /// <summary>Who makes it.</summary>
    public string Process => Statement.Process.Text;

    /// <summary>Whether it uses what lies in one of the slots, itself or in a call that comes in meanwhile.</summary>
    public bool Uses(HashSet<int> slots) => Inputs.Any(slots.Contains) || Inner.Any(i => i.Uses(slots));

    /// <summary>Its slot, and those of the calls that come in meanwhile.</summary>
    public IEnumerable<int> Slots => Inner.SelectMany(i => i.Slots).Prepend(Slot);

    /// <summary>The same call with other arguments; of what it used it may leave something out.</summary>
    public TrialCall With(CallStatement statement, CallCompiler compiler)
    {
        CompiledCall call = compiler.Compile(statement);
        return this with { Statement = statement, Call = call, Inputs = [.. call.Inputs.Select(name => Inputs[Call.Inputs.ToList().IndexOf(name)])] };
    }

    /// <summary>A call of a script, its label for an allocation that fails taken off.</summary>
    public static TrialCall Of(CallStatement statement, CallCompiler compiler, int slot, IReadOnlyList<int> inputs, IReadOnlyList<TrialCall> inner)
    {
        CallStatement bare = FaultLabels.WithoutFailingAllocation(statement, out int nth);
        return new TrialCall { Statement = bare, Call = compiler.Compile(bare), Slot = slot, Inputs = inputs, FailAllocation = nth, Inner = inner };
    }
}

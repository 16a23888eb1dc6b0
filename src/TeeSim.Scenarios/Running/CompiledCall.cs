using TeeSim.Kernel;
using TeeSim.Scenarios.Checking;

namespace TeeSim.Scenarios.Running;

/// <summary>A call of a script of which everything is worked out that does not depend on the state of a world: it can be made often, in any world of the scenario.</summary>
public sealed class CompiledCall
{
    private readonly Body _body;
    private readonly int _sessionInput;

    internal CompiledCall(CallSignature signature, IReadOnlyList<string> inputs, int sessionInput, Body body)
    {
        Signature = signature;
        Inputs = inputs;
        _sessionInput = sessionInput;
        _body = body;
    }

    /// <summary>What makes the call.</summary>
    /// <param name="world">Where.</param>
    /// <param name="inputs">What the names in <see cref="Inputs"/> stand for.</param>
    internal delegate TeeOutcome Body(SecureWorld world, ReadOnlySpan<NamedValue> inputs);

    /// <summary>What is called.</summary>
    public CallSignature Signature { get; }

    /// <summary>The names of earlier results that the call uses, in the order of its parameters.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The process that the call waits for; null for all calls but waits.</summary>
    public string? Awaits { get; init; }

    /// <summary>Whether nothing in the memory can change hands in the call: it only looks, waits, or lets time pass.</summary>
    public bool IsPassive => IsPassiveCall(Signature);

    /// <summary>Whether the call is there for what it prints.</summary>
    internal bool Prints => IsPrinting(Signature);

    /// <summary>Whether a call is passive, whatever it is made with: see <see cref="IsPassive"/>.</summary>
    public static bool IsPassiveCall(CallSignature call) => IsPrinting(call) || call.Name is "sleep" or "wait";

    private static bool IsPrinting(CallSignature call) => call.Name is "mdbg_check" or "print_mappings" or "ta_status" or "alloc_stats";

    /// <summary>Which allocation of the call is made to fail, from 1; 0 for none. Calls that come in meanwhile have allocations of their own.</summary>
    public int FailAllocation { get; init; }

    /// <summary>Makes the call.</summary>
    /// <param name="world">A world that was booted from the scenario's options.</param>
    /// <param name="inputs">One value for each of <see cref="Inputs"/>.</param>
    public TeeOutcome Make(SecureWorld world, ReadOnlySpan<NamedValue> inputs) => Make(world, inputs, out _);

    /// <summary>Makes the call.</summary>
    /// <param name="world">A world that was booted from the scenario's options.</param>
    /// <param name="inputs">One value for each of <see cref="Inputs"/>.</param>
    /// <param name="missing">How many allocations more the call would have had to make for the one to fail that was to; 0 when it has failed, or none was to.</param>
    public TeeOutcome Make(SecureWorld world, ReadOnlySpan<NamedValue> inputs, out int missing) => Make(world, inputs, FailAllocation, out missing);

    /// <summary>Makes the call, with another allocation failing than the script says.</summary>
    /// <param name="world">A world that was booted from the scenario's options.</param>
    /// <param name="inputs">One value for each of <see cref="Inputs"/>.</param>
    /// <param name="failing">Which allocation fails, from 1; 0 for none.</param>
    /// <param name="missing">How many allocations more the call would have had to make for the one to fail that was to; 0 when it has failed, or none was to.</param>
    public TeeOutcome Make(SecureWorld world, ReadOnlySpan<NamedValue> inputs, int failing, out int missing)
    {
        int outer = world.Heap.FailAllocation;
        world.Heap.FailAllocation = failing;
        TeeOutcome outcome = _body(world, inputs);
        missing = world.Heap.FailAllocation;
        world.Heap.FailAllocation = outer;
        return outcome;
    }

    /// <summary>What a name stands for that is given to the result of the call.</summary>
    /// <param name="outcome">What the call led to: a success.</param>
    /// <param name="inputs">What it was made with.</param>
    /// <exception cref="InvalidOperationException">The call gives nothing.</exception>
    public NamedValue ResultOf(TeeOutcome outcome, ReadOnlySpan<NamedValue> inputs)
    {
        ParameterType type = Signature.Result ?? throw new InvalidOperationException($"{Signature.Name} gives no result");
        uint session = type is ParameterType.Channel or ParameterType.TaSession ? (uint)inputs[_sessionInput].Value : 0;
        return new NamedValue(outcome.Value, session, type);
    }
}

/// <summary>What a name of a script stands for.</summary>
/// <param name="Value">A session's id, a channel's handle, an address.</param>
/// <param name="Session">For a channel or a session of a TA: the session through which it was opened.</param>
/// <param name="Type">What kind of result it is.</param>
public readonly record struct NamedValue(ulong Value, uint Session, ParameterType Type);

using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Calls;

/// <summary>
/// A call of a script of which everything is worked out that does not depend on the state of a world: it can be made
/// often, in any world of the scenario.
/// </summary>
public sealed class CompiledCall
{
    private readonly Body _body;
    private readonly int _sessionInput;
    private readonly ParameterKind[] _kinds;
    private readonly CallCompiler _compiler;
    private readonly Lazy<ClosingCall?> _closing;
    private readonly Lazy<ulong> _arguments;

    internal CompiledCall(CallCompiler compiler, CallCompilation compilation, Body body)
    {
        BoundCall bound = compilation.Call;
        _compiler = compiler;
        Bound = bound;
        Inputs = compilation.Inputs;
        _kinds = [.. compilation.Kinds];
        _body = body;
        _sessionInput = Array.IndexOf(_kinds, ParameterKind.Session);
        _arguments = new Lazy<ulong>(HashArguments);
        _closing = new Lazy<ClosingCall?>(() => _compiler.ClosingOf(this));
        IsClosing = compiler.Calls.IsClosing(bound.Definition);
        Awaits = bound.Definition.Find(CoreCalls.WaitParameter) is { Type.Kind: ParameterKind.Process }
            ? bound.Name(CoreCalls.WaitParameter)!.Text
            : null;
        Lock = bound.Definition.Parameters.FirstOrDefault(p => p.Type.Kind == ParameterKind.Lock) is { } taken
            ? bound.Name(taken.Name)!.Text
            : null;
        Retries = (int)(bound.Definition.CanRetry ? bound.Number(CoreCalls.Retry.Name) ?? 0 : 0);
        FailAllocation = (int)(bound.Definition.CanFailAllocation ? bound.Number(CoreCalls.FailAlloc.Name) ?? 0 : 0);
    }

    /// <summary>What makes the call.</summary>
    /// <param name="world">Where.</param>
    /// <param name="inputs">What the names in <see cref="Inputs"/> stand for.</param>
    internal delegate TeeOutcome Body(SecureWorld world, ReadOnlySpan<NamedValue> inputs);

    /// <summary>What is called.</summary>
    public CallDefinition Definition => Bound.Definition;

    /// <summary>What it is given.</summary>
    public BoundCall Bound { get; }

    /// <summary>The names of earlier results that the call uses, in the order of its parameters.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>
    /// Whether it only looks, and the script says nothing of what it returns: then it makes no orderings of its own, and
    /// nothing about it can be wrong.
    /// </summary>
    public bool IsPassive => Definition.IsPassive && (Awaits is not null || Bound.Call.Expected is null or { Text: ExpectedOutcome.Any });

    /// <summary>The places in the TEE's source that it is given.</summary>
    public IEnumerable<SourceSite> Sites =>
        Bound.Arguments.SelectMany(values => values.OfType<SiteValue>()).Select(value => CallCompilation.SiteOf(value.Site));

    /// <summary>The process that the call waits for; null for all calls but waits.</summary>
    public string? Awaits { get; }

    /// <summary>
    /// Which allocation of the call is made to fail, from 1; 0 for none. Calls that come in meanwhile have allocations of their own.
    /// </summary>
    public int FailAllocation { get; }

    /// <summary>The lock that it takes or gives back; null for all calls but those.</summary>
    public string? Lock { get; }

    /// <summary>How often its process makes it again while it returns <c>BUSY</c>.</summary>
    public int Retries { get; }

    /// <summary>The call that takes back what a success of this one gave; null when there is nothing to take back.</summary>
    internal ClosingCall? Closing => _closing.Value;

    /// <summary>Whether it takes back what other calls gave.</summary>
    internal bool IsClosing { get; }

    /// <summary>What kind of result an input is.</summary>
    internal ParameterKind KindOfInput(int input) => _kinds[input];

    /// <summary>
    /// 128 bits by which it can be told, whoever makes it, what a closing call takes back: its name, what it must be given,
    /// and what its inputs stand for.
    /// </summary>
    internal UInt128 KeyOf(ReadOnlySpan<NamedValue> inputs)
    {
        Span<ulong> words = stackalloc ulong[1 + 2 * inputs.Length];
        words[0] = _arguments.Value;
        for (int i = 0; i < inputs.Length; i++) (words[1 + 2 * i], words[2 + 2 * i]) = (inputs[i].Value, inputs[i].Session);
        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes(words));
    }

    /// <summary>The same call with another number.</summary>
    internal CompiledCall With(string parameter, ulong number)
    {
        CallStatement statement = Bound.Call;
        return _compiler.Compile(statement with
        {
            Arguments = [.. statement.Arguments.Select(a => a.Label?.Text == parameter
                ? a with { Value = new NumberValue(new Number(number, number.ToString(CultureInfo.InvariantCulture), default)) }
                : a)],
        });
    }

    private ulong HashArguments()
    {
        var text = new StringBuilder(Definition.Name);
        foreach (Parameter parameter in Definition.Parameters.Where(p => p.Least > 0))
        {
            foreach (Value value in Bound.All(parameter.Name))
            {
                string? part = value switch
                {
                    NumberValue number => number.Number.Value.ToString(CultureInfo.InvariantCulture),
                    RangeValue range => string.Create(CultureInfo.InvariantCulture, $"{range.Base.Value}+{range.Size.Value}"),
                    NameValue name when parameter.Type.Kind == ParameterKind.Ta => name.Name.Text,
                    _ => null,
                };
                if (part is not null) text.Append(',').Append(part);
            }
        }

        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.ToString().AsSpan()));
    }

    /// <summary>Makes the call.</summary>
    /// <param name="world">A world that was booted from the scenario's options.</param>
    /// <param name="inputs">One value for each of <see cref="Inputs"/>.</param>
    public TeeOutcome Make(SecureWorld world, ReadOnlySpan<NamedValue> inputs) => Make(world, inputs, FailAllocation, out _);

    /// <summary>Makes the call, with another allocation failing than the script says.</summary>
    /// <param name="world">A world that was booted from the scenario's options.</param>
    /// <param name="inputs">One value for each of <see cref="Inputs"/>.</param>
    /// <param name="failing">Which allocation fails, from 1; 0 for none.</param>
    /// <param name="missing">
    /// How many allocations more the call would have had to make for the one to fail that was to; 0 when it has failed, or none was to.
    /// </param>
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
        ParameterType type = Definition.Result ?? throw new InvalidOperationException($"{Definition.Name} gives no result");
        uint session = type.Kind is ParameterKind.Handle or ParameterKind.TaSession && _sessionInput >= 0
            ? (uint)inputs[_sessionInput].Value
            : 0;
        return new NamedValue(outcome.Value, session, type);
    }
}

/// <summary>What a name of a script stands for.</summary>
/// <param name="Value">A session's id, a driver's handle, an address.</param>
/// <param name="Session">For a handle or a session of a TA: the session through which it was opened.</param>
/// <param name="Type">What kind of result it is; null for no result.</param>
public readonly record struct NamedValue(ulong Value, uint Session, ParameterType? Type);

/// <summary>A call that takes back what another one gave.</summary>
/// <param name="Call">The call.</param>
/// <param name="From">For each of its inputs: which input of the other call it is, or <see cref="Result"/>.</param>
internal sealed record ClosingCall(CompiledCall Call, IReadOnlyList<int> From)
{
    /// <summary>Stands for what the other call gave.</summary>
    public const int Result = -1;

    /// <summary>Whether it needs what the other call gave: who has lost that can't take it back.</summary>
    public bool NeedsResult => From.Contains(Result);
}

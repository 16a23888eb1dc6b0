using TeeSim.Kernel.TrustedApplications;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Calls;

/// <summary>Works out what calls do.</summary>
/// <param name="calls">The calls that there are.</param>
/// <param name="tas">The TAs of the scenario.</param>
/// <param name="print">Is given the lines that a program of the normal world prints; null when nobody wants them.</param>
public sealed class CallCompiler(CallTable calls, IReadOnlyList<TaDefinition> tas, Action<string>? print = null)
{
    // No name of a script.
    private const string ResultName = "=";

    /// <summary>The calls that there are.</summary>
    public CallTable Calls => calls;

    /// <summary>The call as something that can be made.</summary>
    /// <param name="statement">A call of a script that has been checked. The calls in its block are not part of it.</param>
    public CompiledCall Compile(CallStatement statement)
    {
        BoundCall bound = BoundCall.Bind(statement, Calls);
        var compilation = new CallCompilation(bound, tas, print);
        CompiledCall.Body body = bound.Definition.Compile(compilation);
        return new CompiledCall(this, compilation, body);
    }

    /// <summary>The death of a process.</summary>
    public CompiledCall Death(string process) =>
        Compile(new CallStatement(default, new Name(process, default), null, new Name(CoreCalls.Die.Name, default), [], null));

    /// <summary>The call that takes back what another one gave; null when there is nothing to take back.</summary>
    internal ClosingCall? ClosingOf(CompiledCall opening)
    {
        if (opening.Definition.ClosedBy is not { } name) return null;
        CallDefinition closing = Calls.Find(name)!;
        var arguments = new List<Argument>();
        foreach (Parameter parameter in closing.Parameters)
        {
            if (parameter == CoreCalls.Panics || parameter == CoreCalls.FailAlloc || parameter == CoreCalls.Retry
                || parameter == CoreCalls.Returns)
            {
                continue;
            }
            foreach (Value value in ValuesFor(parameter, opening.Bound))
                arguments.Add(new Argument(new Name(parameter.Name, default), value));
        }

        CompiledCall call = Compile(new CallStatement(default, opening.Bound.Call.Process, null, new Name(name, default), arguments, null));
        return new ClosingCall(
            call, [.. call.Inputs.Select(input => input == ResultName ? ClosingCall.Result : opening.Inputs.ToList().IndexOf(input))]);
    }

    private static IEnumerable<Value> ValuesFor(Parameter parameter, BoundCall opening)
    {
        if (parameter.Type == opening.Definition.Result) return [new NameValue(new Name(ResultName, default))];
        return opening.Definition.Find(parameter.Name) is { } same && same.Type == parameter.Type ? opening.All(parameter.Name) : [];
    }
}

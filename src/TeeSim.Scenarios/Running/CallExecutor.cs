using System.Runtime.CompilerServices;
using TeeSim.Kernel;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>Makes the calls of a script in a world, by the names that the script gives to results.</summary>
/// <param name="world">The world.</param>
/// <param name="print">Is given the lines that a program of the normal world prints; null when nobody wants them.</param>
internal sealed class CallExecutor(SecureWorld world, Action<string>? print = null)
{
    private readonly CallCompiler _compiler = new(world.Options.Tas, print);

    // By identity: a statement is compiled once, however often it runs.
    private readonly ConditionalWeakTable<CallStatement, CompiledCall> _compiled = [];

    /// <summary>How many allocations the call that ended last would have had to make for the one to fail that was to.</summary>
    public int MissingAllocations { get; private set; }

    /// <summary>Makes one call and gives its name the result.</summary>
    /// <returns>What it led to; null when it could not be made because a name has no value.</returns>
    /// <param name="statement">The call.</param>
    /// <param name="variables">What the names stand for.</param>
    /// <param name="during">Makes the calls in its block, when the time has come for them; null to make them without further ado.</param>
    public TeeOutcome? Execute(CallStatement statement, Variables variables, Action? during = null)
    {
        if (MissingValue(statement, variables) is not null) return null;
        CompiledCall call = Compile(statement);
        NamedValue[] inputs = [.. call.Inputs.Select(name => variables.Find(name)!.Value)];
        if (statement.HasBody) world.DuringNextLoad(during ?? (() => ExecuteAll(statement.Body, variables)));
        TeeOutcome outcome = call.Make(world, inputs, out int missing);
        MissingAllocations = missing;
        // They wait for this load, not for the next one.
        if (statement.HasBody) world.DuringNextLoad(null);
        if (statement.Result is { } name)
        {
            if (outcome.IsSuccess) variables.Set(name.Text, call.ResultOf(outcome, inputs));
            else variables.Clear(name.Text);
        }

        return outcome;
    }

    /// <summary>The first name that a call uses and that has no value, because the call that should have given it failed; or null.</summary>
    public string? MissingValue(CallStatement statement, Variables variables) => Compile(statement).Inputs.FirstOrDefault(name => variables.Find(name) is null);

    /// <summary>The call as something that can be made.</summary>
    public CompiledCall Compile(CallStatement statement) => _compiled.GetValue(statement, _compiler.Compile);

    private void ExecuteAll(IReadOnlyList<Statement> body, Variables variables)
    {
        foreach (CallStatement call in body.OfType<CallStatement>()) Execute(call, variables);
    }
}

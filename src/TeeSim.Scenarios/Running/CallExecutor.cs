using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>Makes the calls of a script in a world.</summary>
internal sealed class CallExecutor(SecureWorld world)
{
    // By identity: a statement is bound once, however often it runs.
    private readonly ConditionalWeakTable<CallStatement, BoundCall> _bound = [];

    /// <summary>Makes one call and gives its name the result.</summary>
    /// <returns>What it led to; null when it could not be made because a name has no value.</returns>
    public TeeOutcome? Execute(CallStatement statement, Variables variables)
    {
        BoundCall call = _bound.GetValue(statement, BoundCall.Bind);
        if (MissingValue(statement, variables) is not null) return null;
        TeeOutcome outcome = Make(call, statement.Process.Text, variables);
        if (statement.Result is { } name)
        {
            uint session = call.Signature.Result == ParameterType.Channel ? SessionOf(call, variables) : 0;
            if (outcome.IsSuccess) variables.Set(name.Text, new Variable(outcome.Value, session));
            else variables.Clear(name.Text);
        }

        return outcome;
    }

    /// <summary>The first name that a call uses and that has no value, because the call that should have given it failed; or null.</summary>
    public string? MissingValue(CallStatement statement, Variables variables)
    {
        BoundCall call = _bound.GetValue(statement, BoundCall.Bind);
        foreach (Parameter parameter in call.Signature.Parameters)
        {
            if (parameter.Type is not (ParameterType.Session or ParameterType.Channel)) continue;
            if (call.Name(parameter.Name) is { } name && variables.Find(name.Text) is null) return name.Text;
        }

        return null;
    }

    private TeeOutcome Make(BoundCall call, string process, Variables variables)
    {
        switch (call.Signature.Name)
        {
            case "open_session":
                return world.OpenSession(process, Ta(call, "ta").Uuid);
            case "close_session":
                return world.CloseSession(process, SessionOf(call, variables));
            case "open_channel":
                OpenChannelRequest request = Request(call);
                return world.Invoke(process, SessionOf(call, variables), driver => new TeeOutcome(driver.OpenChannel(request, out uint handle), handle, null));
            case "bind_channel":
                return OnChannel(call, process, variables, (driver, handle) => driver.BindChannel(handle, Ta(call, "ta").Uuid));
            case "close_channel":
                return OnChannel(call, process, variables, (driver, handle) => driver.CloseChannel(handle));
            case "map":
                return world.Invoke(process, SessionOf(call, variables), driver =>
                    new TeeOutcome(driver.InputBufMap(call.Number("pa")!.Value, call.Number("size")!.Value, out ulong va), va, null));
            case "unmap":
                return world.Invoke(process, SessionOf(call, variables), driver =>
                    new TeeOutcome(driver.InputBufUnmap(call.Number("pa")!.Value, call.Number("size")!.Value), 0, null));
            case "mdbg_check":
                return world.MdbgCheck(process, print: call.Number("flag") != 0);
            case "print_mappings":
                return world.PrintMappings(process, Ta(call, "ta").Uuid);
            case "sleep":
                world.Sleep(call.Duration("time")!.Value);
                return new TeeOutcome(TeeResult.SUCCESS, 0, null);
            default:
                throw new InvalidOperationException($"'{call.Signature.Name}' is in the table of calls, but nothing makes it");
        }
    }

    private static TeeOutcome Outcome(TeeResult result) => new(result, 0, null);

    private TeeOutcome OnChannel(BoundCall call, string process, Variables variables, Func<ITvpDriver, uint, TeeResult> entry)
    {
        Variable channel = variables.Find(call.Name("channel")!.Text)!.Value;
        return world.Invoke(process, channel.Session, driver => Outcome(entry(driver, (uint)channel.Value)));
    }

    private static uint SessionOf(BoundCall call, Variables variables) => (uint)variables.Find(call.Name("session")!.Text)!.Value.Value;

    private TaDefinition Ta(BoundCall call, string parameter) => Ta(call.Name(parameter)!.Text);

    private TaDefinition Ta(string name) => world.Options.Tas.First(t => t.Name == name);

    private OpenChannelRequest Request(BoundCall call) => new(
        (uint)(call.Number("cfg") ?? 0),
        Range(call.Range("input")!),
        [.. call.Outputs.Select(Range)],
        call.Name("bind") is { } bound ? Ta(bound.Text).Uuid : null);

    private static AddressRange Range(RangeValue range) => new(range.Base.Value, range.Size.Value);
}

using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>Makes the calls of a script in a world.</summary>
/// <param name="world">The world.</param>
/// <param name="print">Is given the lines that a program of the normal world prints; null when nobody wants them.</param>
internal sealed class CallExecutor(SecureWorld world, Action<string>? print = null)
{
    // By identity: a statement is bound once, however often it runs.
    private readonly ConditionalWeakTable<CallStatement, BoundCall> _bound = [];

    /// <summary>Makes one call and gives its name the result.</summary>
    /// <returns>What it led to; null when it could not be made because a name has no value.</returns>
    /// <param name="statement">The call.</param>
    /// <param name="variables">What the names stand for.</param>
    /// <param name="during">Makes the calls in its block, when the time has come for them; null to make them without further ado.</param>
    public TeeOutcome? Execute(CallStatement statement, Variables variables, Action? during = null)
    {
        BoundCall call = _bound.GetValue(statement, BoundCall.Bind);
        if (MissingValue(statement, variables) is not null) return null;
        if (statement.HasBody) world.DuringNextLoad(during ?? (() => ExecuteAll(statement.Body, variables)));
        TeeOutcome outcome = Make(call, statement.Process.Text, variables);
        // They wait for this load, not for the next one.
        if (statement.HasBody) world.DuringNextLoad(null);
        if (statement.Result is { } name)
        {
            uint session = call.Signature.Result is ParameterType.Channel or ParameterType.TaSession ? SessionOf(call, variables) : 0;
            if (outcome.IsSuccess) variables.Set(name.Text, new Variable(outcome.Value, session, call.Signature.Result!.Value));
            else variables.Clear(name.Text);
        }

        return outcome;
    }

    private void ExecuteAll(IReadOnlyList<Statement> body, Variables variables)
    {
        foreach (CallStatement call in body.OfType<CallStatement>()) Execute(call, variables);
    }

    /// <summary>The first name that a call uses and that has no value, because the call that should have given it failed; or null.</summary>
    public string? MissingValue(CallStatement statement, Variables variables)
    {
        BoundCall call = _bound.GetValue(statement, BoundCall.Bind);
        foreach (Parameter parameter in call.Signature.Parameters)
        {
            if (parameter.Type is not (ParameterType.Session or ParameterType.TaSession or ParameterType.Channel or ParameterType.Shm or ParameterType.Address)) continue;
            foreach (NameValue value in call.All(parameter.Name).Cast<NameValue>())
            {
                if (variables.Find(value.Name.Text) is null) return value.Name.Text;
            }
        }

        return null;
    }

    private TeeOutcome Make(BoundCall call, string process, Variables variables)
    {
        switch (call.Signature.Name)
        {
            case "open_session":
                return world.OpenSession(process, OpenRequest(call, variables));
            case "close_session":
                return world.CloseSession(process, SessionOf(call, variables), new CommandRequest { Client = Client(call), Reply = Reply(call) });
            case "invoke":
                return world.Invoke(process, SessionOf(call, variables), Command(call, variables));
            case "ta_open_session":
                return world.OpenSessionFromTa(process, SessionOf(call, variables), new OpenSessionRequest(Ta(call, "ta").Uuid) { Reply = Reply(call) });
            case "ta_close_session":
                Variable inner = Value(call, "ta_session", variables);
                return world.CloseSessionFromTa(process, inner.Session, (uint)inner.Value);
            case "register_shm":
                return world.RegisterShm(process, call.Number("size")!.Value);
            case "release_shm":
                return world.ReleaseShm(process, Value(call, "buffer", variables).Value);
            case "die":
                return world.KillProcess(process);
            case "map_zi":
                return world.MapZi(process, SessionOf(call, variables), call.Number("size")!.Value);
            case "remap":
                return world.Remap(process, SessionOf(call, variables), Value(call, "va", variables).Value, call.Number("size")!.Value, call.Number("to")!.Value);
            case "unmap_zi":
                return world.UnmapZi(process, SessionOf(call, variables), Value(call, "va", variables).Value, call.Number("size")!.Value);
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
            case "ta_status":
                return world.PrintTaStatus(process, Ta(call, "ta").Uuid);
            case "alloc_stats":
                TeeOutcome outcome = world.AllocStats(process, (uint)(call.Number("pool") ?? 0), reset: call.Number("reset") is 1, out string text);
                if (print is not null && text.Length > 0) Array.ForEach(text.TrimEnd('\n').Split('\n'), print);
                return outcome;
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

    private static uint SessionOf(BoundCall call, Variables variables) => (uint)Value(call, "session", variables).Value;

    private static Variable Value(BoundCall call, string parameter, Variables variables) => variables.Find(call.Name(parameter)!.Text)!.Value;

    private OpenSessionRequest OpenRequest(BoundCall call, Variables variables) => new(Ta(call, "ta").Uuid)
    {
        Client = Client(call),
        Reply = Reply(call),
        SharedMemory = Shared(call, variables),
        SdpBuffers = Sdp(call),
    };

    private static CommandRequest Command(BoundCall call, Variables variables) => new()
    {
        Client = Client(call),
        Reply = Reply(call),
        SharedMemory = Shared(call, variables),
        SdpBuffers = Sdp(call),
        TempBuffers = [.. call.All("temp").Cast<NumberValue>().Select(size => size.Number.Value)],
    };

    private static ClientIdentity Client(BoundCall call) =>
        call.Number("user") is { } user ? ClientIdentities.User((uint)user) : ClientIdentities.Public;

    // What the TA is to do, which no script could leave to its code.
    private static TaReply Reply(BoundCall call)
    {
        TeeResult result = call.Signature.Find("returns") is not null && call.Name("returns") is { } name ? Enum.Parse<TeeResult>(name.Text) : TeeResult.SUCCESS;
        return new TaReply(result, (uint?)call.Number("panics"));
    }

    private static ulong[] Shared(BoundCall call, Variables variables) =>
        [.. call.All("shm").Cast<NameValue>().Select(name => variables.Find(name.Name.Text)!.Value.Value)];

    private static AddressRange[] Sdp(BoundCall call) => [.. call.All("sdp").Cast<RangeValue>().Select(Range)];

    private TaDefinition Ta(BoundCall call, string parameter) => Ta(call.Name(parameter)!.Text);

    private TaDefinition Ta(string name) => world.Options.Tas.First(t => t.Name == name);

    private OpenChannelRequest Request(BoundCall call) => new(
        (uint)(call.Number("cfg") ?? 0),
        Range(call.Range("input")!),
        [.. call.Outputs.Select(Range)],
        call.Name("bind") is { } bound ? Ta(bound.Text).Uuid : null);

    private static AddressRange Range(RangeValue range) => new(range.Base.Value, range.Size.Value);
}

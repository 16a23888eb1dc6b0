using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>Works out what calls do.</summary>
/// <param name="tas">The TAs of the scenario.</param>
/// <param name="print">Is given the lines that a program of the normal world prints; null when nobody wants them.</param>
public sealed class CallCompiler(IReadOnlyList<TaDefinition> tas, Action<string>? print = null)
{
    private static readonly TeeOutcome Done = TeeOutcome.Success();

    /// <summary>The call as something that can be made.</summary>
    /// <param name="statement">A call of a script that has been checked. The calls in its block are not part of it.</param>
    public CompiledCall Compile(CallStatement statement)
    {
        BoundCall call = BoundCall.Bind(statement);
        var inputs = new InputNames();
        int session = call.Signature.Find("session") is not null ? inputs.Add(call.Name("session")!) : -1;
        CompiledCall.Body body = BodyOf(call, statement.Process.Text, session, inputs);
        return new CompiledCall(call.Signature, inputs.All, session, body)
        {
            Awaits = call.Signature.Find("process") is not null ? call.Name("process")!.Text : null,
            FailAllocation = (int)(Given(call, "fail_alloc") ?? 0),
        };
    }

    private CompiledCall.Body BodyOf(BoundCall call, string process, int session, InputNames inputs)
    {
        uint? panics = Panics(call);
        switch (call.Signature.Name)
        {
            case "open_session":
                OpenSessionRequest open = OpenRequest(call);
                int[] passedOnOpening = Passed(call, inputs);
                return (world, v) => world.OpenSession(process, passedOnOpening.Length == 0 ? open : open with { SharedMemory = Cookies(passedOnOpening, v) });
            case "close_session":
                var close = new CommandRequest { Client = Client(call), Reply = Reply(call) };
                return (world, v) => world.CloseSession(process, (uint)v[session].Value, close);
            case "invoke":
                CommandRequest command = Command(call);
                int[] passed = Passed(call, inputs);
                return (world, v) => world.Invoke(process, (uint)v[session].Value, passed.Length == 0 ? command : command with { SharedMemory = Cookies(passed, v) });
            case "ta_open_session":
                var inner = new OpenSessionRequest(Ta(call, "ta").Uuid) { Reply = Reply(call) };
                return (world, v) => world.OpenSessionFromTa(process, (uint)v[session].Value, inner);
            case "ta_close_session":
                int taSession = inputs.Add(call.Name("ta_session")!);
                return (world, v) => world.CloseSessionFromTa(process, v[taSession].Session, (uint)v[taSession].Value, panics);
            case "register_shm":
                ulong shared = call.Number("size")!.Value;
                return (world, _) => world.RegisterShm(process, shared);
            case "release_shm":
                int buffer = inputs.Add(call.Name("buffer")!);
                return (world, v) => world.ReleaseShm(process, v[buffer].Value);
            case "die":
                return (world, _) => world.KillProcess(process);
            case "map_zi":
                ulong zeros = call.Number("size")!.Value;
                return (world, v) => world.MapZi(process, (uint)v[session].Value, zeros, panics);
            case "remap":
                (int from, ulong moved, ulong to) = (inputs.Add(call.Name("va")!), call.Number("size")!.Value, call.Number("to")!.Value);
                return (world, v) => world.Remap(process, (uint)v[session].Value, v[from].Value, moved, to, panics);
            case "unmap_zi":
                (int at, ulong unmapped) = (inputs.Add(call.Name("va")!), call.Number("size")!.Value);
                return (world, v) => world.UnmapZi(process, (uint)v[session].Value, v[at].Value, unmapped, panics);
            case "mdbg_check":
                bool list = call.Number("flag") != 0;
                return (world, _) => world.MdbgCheck(process, list);
            case "print_mappings":
                Guid mapped = Ta(call, "ta").Uuid;
                return (world, _) => world.PrintMappings(process, mapped);
            case "ta_status":
                Guid asked = Ta(call, "ta").Uuid;
                return (world, _) => world.PrintTaStatus(process, asked);
            case "alloc_stats":
                (uint pool, bool reset) = ((uint)(call.Number("pool") ?? 0), call.Number("reset") is 1);
                return (world, _) => AllocStats(world, process, pool, reset);
            case "sleep":
                TimeSpan time = call.Duration("time")!.Value;
                return (world, _) => Sleep(world, time);
            case "wait":
                // The lines as written are in an order in which it is over at once.
                return (_, _) => Done;
            default:
                return DriverBodyOf(call, process, session, inputs);
        }
    }

    private CompiledCall.Body DriverBodyOf(BoundCall call, string process, int session, InputNames inputs)
    {
        uint? panics = Panics(call);
        switch (call.Signature.Name)
        {
            case "open_channel":
                EntryArguments open = ChannelArguments(call);
                return (world, v) => world.Invoke(process, (uint)v[session].Value, open.Entry, open, panics);
            case "bind_channel":
                int bound = inputs.Add(call.Name("channel")!);
                EntryArguments bind = new EntryArguments(TvpEntryPoints.BindChannel).Set("ta", Ta(call, "ta").Uuid);
                return (world, v) => OnChannel(world, process, v[bound], panics, bind);
            case "close_channel":
                int closed = inputs.Add(call.Name("channel")!);
                var close = new EntryArguments(TvpEntryPoints.CloseChannel);
                return (world, v) => OnChannel(world, process, v[closed], panics, close);
            case "map":
                EntryArguments map = Buffer(TvpEntryPoints.Map, call);
                return (world, v) => world.Invoke(process, (uint)v[session].Value, map.Entry, map, panics);
            case "unmap":
                EntryArguments unmap = Buffer(TvpEntryPoints.Unmap, call);
                return (world, v) => world.Invoke(process, (uint)v[session].Value, unmap.Entry, unmap, panics);
            default:
                throw new InvalidOperationException($"'{call.Signature.Name}' is in the table of calls, but nothing makes it");
        }
    }

    private static TeeOutcome OnChannel(SecureWorld world, string process, NamedValue channel, uint? panics, EntryArguments arguments) =>
        world.Invoke(process, channel.Session, arguments.Entry, arguments.Copy().Set("channel", channel.Value), panics);

    private static EntryArguments Buffer(EntryPoint entry, BoundCall call) =>
        new EntryArguments(entry).Set("pa", call.Number("pa")!.Value).Set("size", call.Number("size")!.Value);

    private TeeOutcome AllocStats(SecureWorld world, string process, uint pool, bool reset)
    {
        TeeOutcome outcome = world.AllocStats(process, pool, reset, out string text);
        if (print is not null && text.Length > 0) Array.ForEach(text.TrimEnd('\n').Split('\n'), print);
        return outcome;
    }

    private static TeeOutcome Sleep(SecureWorld world, TimeSpan time)
    {
        world.Sleep(time);
        return Done;
    }

    private OpenSessionRequest OpenRequest(BoundCall call) => new(Ta(call, "ta").Uuid)
    {
        Client = Client(call),
        Reply = Reply(call),
        SdpBuffers = Sdp(call),
    };

    private static CommandRequest Command(BoundCall call) => new()
    {
        Client = Client(call),
        Reply = Reply(call),
        SdpBuffers = Sdp(call),
        TempBuffers = [.. call.All("temp").Cast<NumberValue>().Select(size => size.Number.Value)],
    };

    private static ClientIdentity Client(BoundCall call) =>
        call.Number("user") is { } user ? ClientIdentities.User((uint)user) : ClientIdentities.Public;

    // What the TA is to do, which no script could leave to its code.
    private static TaReply Reply(BoundCall call)
    {
        TeeResult result = call.Signature.Find("returns") is not null && call.Name("returns") is { } name ? Enum.Parse<TeeResult>(name.Text) : TeeResult.SUCCESS;
        return new TaReply(result, Panics(call));
    }

    private static uint? Panics(BoundCall call) => (uint?)Given(call, "panics");

    // Not every call has every label.
    private static ulong? Given(BoundCall call, string label) => call.Signature.Find(label) is null ? null : call.Number(label);

    private static int[] Passed(BoundCall call, InputNames inputs) => [.. call.All("shm").Cast<NameValue>().Select(name => inputs.Add(name.Name))];

    private static ulong[] Cookies(int[] passed, ReadOnlySpan<NamedValue> values)
    {
        ulong[] cookies = new ulong[passed.Length];
        for (int i = 0; i < cookies.Length; i++) cookies[i] = values[passed[i]].Value;
        return cookies;
    }

    private static AddressRange[] Sdp(BoundCall call) => [.. call.All("sdp").Cast<RangeValue>().Select(Range)];

    private TaDefinition Ta(BoundCall call, string parameter) => Ta(call.Name(parameter)!.Text);

    private TaDefinition Ta(string name) => tas.First(t => t.Name == name);

    private EntryArguments ChannelArguments(BoundCall call)
    {
        EntryArguments arguments = new EntryArguments(TvpEntryPoints.OpenChannel).Set("cfg", call.Number("cfg") ?? 0).Add("input", Range(call.Range("input")!));
        foreach (RangeValue output in call.Outputs) arguments.Add("output", Range(output));
        if (call.Name("bind") is { } bound) arguments.Set("bind", Ta(bound.Text).Uuid);
        return arguments;
    }

    private static AddressRange Range(RangeValue range) => new(range.Base.Value, range.Size.Value);

    /// <summary>The names that a call uses, and their places among its inputs.</summary>
    private sealed class InputNames
    {
        private readonly List<string> _all = [];

        public IReadOnlyList<string> All => _all;

        public int Add(Name name)
        {
            _all.Add(name.Text);
            return _all.Count - 1;
        }
    }
}

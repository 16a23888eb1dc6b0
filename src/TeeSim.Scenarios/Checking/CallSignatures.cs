namespace TeeSim.Scenarios.Checking;

/// <summary>The calls of the script language.</summary>
public static class CallSignatures
{
    private static readonly Parameter Session = new("session", ParameterType.Session);
    private static readonly Parameter Pa = new("pa", ParameterType.Number);
    private static readonly Parameter Size = new("size", ParameterType.Number);
    private static readonly Parameter Ta = new("ta", ParameterType.Ta);
    private static readonly Parameter Shm = new("shm", ParameterType.Shm) { Least = 0, Most = 4, NamedOnly = true };
    private static readonly Parameter Sdp = new("sdp", ParameterType.Range) { Least = 0, Most = 4, NamedOnly = true };
    private static readonly Parameter Temp = new("temp", ParameterType.Number) { Least = 0, Most = 4, NamedOnly = true, Largest = 64 << 20 };
    private static readonly Parameter User = new("user", ParameterType.Number) { Least = 0, NamedOnly = true, Largest = uint.MaxValue };
    private static readonly Parameter Returns = new("returns", ParameterType.Result) { Least = 0, NamedOnly = true };
    private static readonly Parameter Panics = new("panics", ParameterType.Number) { Least = 0, NamedOnly = true, Largest = uint.MaxValue };

    private static readonly Parameter FailAlloc = new("fail_alloc", ParameterType.Number) { Least = 0, NamedOnly = true, Smallest = 1, Largest = 1000 };

    /// <summary>All calls, in the order in which the guide lists them.</summary>
    public static IReadOnlyList<CallSignature> All { get; } =
    [
        new("open_session", [Ta, Shm, Sdp, User, Returns, Panics, FailAlloc], ParameterType.Session, "Opens a session on a TA, which is loaded if need be"),
        new("close_session", [Session, User, Panics, FailAlloc], null, "Closes a session; the last one takes the TA with it, unless the TA is kept alive"),
        new("invoke", [Session, Shm, Sdp, Temp, User, Returns, Panics, FailAlloc], null, "Invokes a command of a TA"),
        new("ta_open_session", [Session, Ta, Returns, Panics, FailAlloc], ParameterType.TaSession, "Lets the TA of a session open a session on a TA"),
        new("ta_close_session", [new("ta_session", ParameterType.TaSession), Panics, FailAlloc], null, "Lets that TA close it"),
        new("register_shm", [new("size", ParameterType.Number) { Largest = 64 << 20 }, FailAlloc], ParameterType.Shm, "Shares memory of the process with the TEE"),
        new("release_shm", [new("buffer", ParameterType.Shm), FailAlloc], null, "Takes it back"),
        new("die", [FailAlloc], null, "The process dies: its sessions are closed, and its shared memory is taken back"),
        new("map_zi", [Session, Size, Panics, FailAlloc], ParameterType.Address, "Lets the TA of a session map zeroed memory, as a loader does"),
        new("remap", [Session, new("va", ParameterType.Address), Size, new("to", ParameterType.Number), Panics, FailAlloc], null,
            "Lets it move such a mapping to another address"),
        new("unmap_zi", [Session, new("va", ParameterType.Address), Size, Panics, FailAlloc], null, "Lets it unmap it"),
        new("open_channel",
            [
                Session,
                new("input", ParameterType.Range),
                new("output", ParameterType.Range) { Least = 0, Most = 4, NamedOnly = true },
                new("bind", ParameterType.Ta) { Least = 0, NamedOnly = true },
                new("cfg", ParameterType.Number) { Least = 0, NamedOnly = true },
                Panics,
                FailAlloc,
            ],
            ParameterType.Channel,
            "Opens a video decoder channel; `bind` names the TA that may map its input, by default the session's own"),
        new("bind_channel", [new("channel", ParameterType.Channel), new("ta", ParameterType.Ta), Panics, FailAlloc], null,
            "Lets another TA map the channel's input"),
        new("map", [Session, Pa, Size, Panics, FailAlloc], ParameterType.Address, "Maps a part of a channel's input into the session's TA"),
        new("unmap", [Session, Pa, Size, Panics, FailAlloc], null, "Removes the mapping with this physical address and size"),
        new("close_channel", [new("channel", ParameterType.Channel), Panics, FailAlloc], null, "Closes a channel"),
        new("mdbg_check", [new("flag", ParameterType.Number) { Least = 0, Largest = 1 }], null,
            "Checks the heap; with 1, the default, lists every allocated buffer in the device log"),
        new("print_mappings", [Ta], null, "Prints the TA's regions into the device log"),
        new("ta_status", [Ta], null, "Prints the status block of the TA into the device log, as for a TA that panics"),
        new("alloc_stats",
            [
                new("pool", ParameterType.Number) { Least = 0, Largest = 5 },
                new("reset", ParameterType.Number) { Least = 0, NamedOnly = true, Largest = 1 },
                FailAlloc,
            ],
            null, "Prints how full the core's pools are, as `xtest --stats --alloc` does; pool 0, the default, stands for all"),
        new("sleep", [new("time", ParameterType.Duration)], null, "Lets simulated time pass for the process"),
        new("wait", [new("process", ParameterType.Process)], null, "Waits until another process has made all its calls that stand above this line"),
    ];

    /// <summary>The labels under which memory is passed.</summary>
    internal static IReadOnlyList<string> Buffers { get; } = [Shm.Name, Sdp.Name, Temp.Name];

    /// <summary>How many buffers a call can pass: a command has four parameters.</summary>
    internal const int MostBuffers = 4;

    /// <summary>Whether a call passes memory to the TEE.</summary>
    public static bool PassesMemory(BoundCall call) => Buffers.Any(label => call.Signature.Find(label) is not null && call.All(label).Count > 0);

    /// <summary>The call with this name, or null.</summary>
    public static CallSignature? Find(string name) => All.FirstOrDefault(signature => signature.Name == name);
}

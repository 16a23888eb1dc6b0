namespace TeeSim.Scenarios.Checking;

/// <summary>The calls of the script language.</summary>
public static class CallSignatures
{
    private static readonly Parameter Session = new("session", ParameterType.Session);
    private static readonly Parameter Pa = new("pa", ParameterType.Number);
    private static readonly Parameter Size = new("size", ParameterType.Number);

    /// <summary>All calls, in the order in which the guide lists them.</summary>
    public static IReadOnlyList<CallSignature> All { get; } =
    [
        new("open_session", [new("ta", ParameterType.Ta)], ParameterType.Session, "Opens a session on a TA, which is loaded if need be"),
        new("close_session", [Session], null, "Closes a session; the last one takes the TA with it, unless the TA is kept alive"),
        new("open_channel",
            [
                Session,
                new("input", ParameterType.Range),
                new("output", ParameterType.Range) { Least = 0, Most = 4, NamedOnly = true },
                new("bind", ParameterType.Ta) { Least = 0, NamedOnly = true },
                new("cfg", ParameterType.Number) { Least = 0, NamedOnly = true },
            ],
            ParameterType.Channel,
            "Opens a video decoder channel; `bind` names the TA that may map its input, by default the session's own"),
        new("bind_channel", [new("channel", ParameterType.Channel), new("ta", ParameterType.Ta)], null,
            "Lets another TA map the channel's input"),
        new("map", [Session, Pa, Size], ParameterType.Address, "Maps a part of a channel's input into the session's TA"),
        new("unmap", [Session, Pa, Size], null, "Removes the mapping with this physical address and size"),
        new("close_channel", [new("channel", ParameterType.Channel)], null, "Closes a channel"),
        new("mdbg_check", [new("flag", ParameterType.Number) { Least = 0, Largest = 1 }], null,
            "Checks the heap; with 1, the default, lists every allocated buffer in the device log"),
        new("print_mappings", [new("ta", ParameterType.Ta)], null, "Prints the TA's regions into the device log"),
        new("sleep", [new("time", ParameterType.Duration)], null, "Lets simulated time pass for the process"),
    ];

    /// <summary>The call with this name, or null.</summary>
    public static CallSignature? Find(string name) => All.FirstOrDefault(signature => signature.Name == name);
}

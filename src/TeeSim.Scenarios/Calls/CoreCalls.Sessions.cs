using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Scenarios.Calls;

/// <summary>Sessions, and what is invoked through them.</summary>
internal static partial class CoreCalls
{
    private static IEnumerable<CallDefinition> Sessions() =>
    [
        new("open_session", [Ta, Shm, Sdp, User, Returns, Panics, FailAlloc, Retry], ParameterType.Session,
            "Opens a session on a TA, which is loaded if need be")
        {
            Traits = CallTraits.LoadsTa,
            ClosedBy = "close_session",
            Compile = c =>
            {
                var request = new OpenSessionRequest(c.Ta(Ta.Name)) { Client = c.Client, Reply = c.Reply, SdpBuffers = c.Ranges(Sdp.Name) };
                int[] passed = c.InputsOf(Shm.Name);
                return (world, v) =>
                    world.OpenSession(c.Process, passed.Length == 0 ? request : request with { SharedMemory = Cookies(passed, v) });
            },
        },
        new("close_session", [Session, User, Panics, FailAlloc, Retry], null,
            "Closes a session; the last one takes the TA with it, unless the TA is kept alive")
        {
            Compile = c =>
            {
                int session = c.Input(Session.Name);
                var request = new CommandRequest { Client = c.Client, Reply = c.Reply };
                return (world, v) => world.CloseSession(c.Process, (uint)v[session].Value, request);
            },
        },
        new("invoke", [Session, Shm, Sdp, Temp, User, Returns, Panics, FailAlloc, Retry], null, "Invokes a command of a TA")
        {
            Compile = c =>
            {
                int session = c.Input(Session.Name);
                var request = new CommandRequest
                {
                    Client = c.Client,
                    Reply = c.Reply,
                    SdpBuffers = c.Ranges(Sdp.Name),
                    TempBuffers = c.Sizes(Temp.Name),
                };
                int[] passed = c.InputsOf(Shm.Name);
                return (world, v) => world.Invoke(
                    c.Process, (uint)v[session].Value, passed.Length == 0 ? request : request with { SharedMemory = Cookies(passed, v) });
            },
        },
        new("ta_open_session", [Session, Ta, Returns, Panics, FailAlloc, Retry], ParameterType.TaSession,
            "Lets the TA of a session open a session on a TA")
        {
            ClosedBy = "ta_close_session",
            Compile = c =>
            {
                int session = c.Input(Session.Name);
                var request = new OpenSessionRequest(c.Ta(Ta.Name)) { Reply = c.Reply };
                return (world, v) => world.OpenSessionFromTa(c.Process, (uint)v[session].Value, request);
            },
        },
        new("ta_close_session", [new("ta_session", ParameterType.TaSession), Panics, FailAlloc, Retry], null, "Lets that TA close it")
        {
            Compile = c =>
            {
                int closed = c.Input("ta_session");
                uint? panics = c.Panics;
                return (world, v) => world.CloseSessionFromTa(c.Process, v[closed].Session, (uint)v[closed].Value, panics);
            },
        },
    ];

    private static ulong[] Cookies(int[] passed, ReadOnlySpan<NamedValue> values)
    {
        ulong[] cookies = new ulong[passed.Length];
        for (int i = 0; i < cookies.Length; i++) cookies[i] = values[passed[i]].Value;
        return cookies;
    }
}

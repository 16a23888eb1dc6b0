namespace TeeSim.Scenarios.Calls;

/// <summary>The calls that the core itself answers, whatever driver it has.</summary>
internal static partial class CoreCalls
{
    private const ulong LargestBuffer = 64 << 20;

    /// <summary>The session that a call goes through.</summary>
    public static Parameter Session { get; } = new("session", ParameterType.Session);

    /// <summary>As which user of the normal world a call is made.</summary>
    public static Parameter User { get; } = new("user", ParameterType.Number) { Least = 0, NamedOnly = true, Largest = uint.MaxValue };

    /// <summary>What the TA's entry returns.</summary>
    public static Parameter Returns { get; } = new("returns", ParameterType.Result) { Least = 0, NamedOnly = true };

    /// <summary>The code with which the TA panics instead.</summary>
    public static Parameter Panics { get; } = new("panics", ParameterType.Number) { Least = 0, NamedOnly = true, Largest = uint.MaxValue };

    /// <summary>Which allocation of the call fails.</summary>
    public static Parameter FailAlloc { get; } =
        new("fail_alloc", ParameterType.Number) { Least = 0, NamedOnly = true, Smallest = 1, Largest = 1000 };

    /// <summary>How often a call is made again while the answer is that somebody else is at it.</summary>
    public static Parameter Retry { get; } =
        new("retry", ParameterType.Number) { Least = 0, NamedOnly = true, Smallest = 1, Largest = 100 };

    private static Parameter Size { get; } = new("size", ParameterType.Number) { Use = NumberUse.Size };

    private static Parameter Ta { get; } = new("ta", ParameterType.Ta);

    private static Parameter Shm { get; } =
        new("shm", ParameterType.Shm) { Least = 0, Most = MostBuffers, NamedOnly = true, IsBuffer = true };

    private static Parameter Sdp { get; } =
        new("sdp", ParameterType.Range) { Least = 0, Most = MostBuffers, NamedOnly = true, IsBuffer = true };

    private static Parameter Temp { get; } = new("temp", ParameterType.Number)
    {
        Least = 0,
        Most = MostBuffers,
        NamedOnly = true,
        Largest = LargestBuffer,
        IsBuffer = true,
        Use = NumberUse.Size,
    };

    private static Parameter LockName { get; } = new("name", ParameterType.Lock);

    private static Parameter Va { get; } = new("va", ParameterType.Address);

    /// <summary>How many buffers a call can pass: a command has four parameters.</summary>
    public const int MostBuffers = 4;

    /// <summary>The death of a process, which searches and random runs make happen by themselves, too.</summary>
    public static CallDefinition Die { get; } = new(
        "die", [FailAlloc], null, "The process dies, and its threads with it: its sessions are closed, and its shared memory is taken back")
    {
        Traits = CallTraits.EndsProcess,
        Compile = c => (world, _) => world.KillProcess(c.Process),
    };

    /// <summary>Those that come in front of the driver's own in the guide.</summary>
    public static IReadOnlyList<CallDefinition> BeforeDriver { get; } =
        [.. Sessions(), .. SharedMemory(), .. HeldMemory(), Die, .. LoaderMemory()];

    /// <summary>Those that come behind them.</summary>
    public static IReadOnlyList<CallDefinition> BehindDriver { get; } = [.. Looking(), .. NormalWorld()];
}

namespace TeeSim.Scenarios.Calls;

/// <summary>What kind of thing a call takes or gives.</summary>
public enum ParameterKind
{
    /// <summary>The name of a TA.</summary>
    Ta,

    /// <summary>A session of the normal world with a TA.</summary>
    Session,

    /// <summary>A session of a TA with another one.</summary>
    TaSession,

    /// <summary>A handle that a driver gave out.</summary>
    Handle,

    /// <summary>Memory that a process shares.</summary>
    Shm,

    /// <summary>A virtual address in a TA.</summary>
    Address,

    /// <summary>Memory that a part of the core holds which is not modelled.</summary>
    Held,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Physical memory: <c>BASE + SIZE</c>.</summary>
    Range,

    /// <summary>A simulated time.</summary>
    Duration,

    /// <summary>A result code without its prefix.</summary>
    Result,

    /// <summary>A process of the normal world.</summary>
    Process,

    /// <summary>A place in the TEE's source: file and line.</summary>
    Site,

    /// <summary>A lock of the normal world.</summary>
    Lock,
}

/// <summary>
/// What a call takes or gives. Two are equal when kind and noun are: each kind of a driver's handles is a type of its own.
/// </summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Noun">How sentences name it, without an article: <c>session</c>.</param>
public sealed record ParameterType(ParameterKind Kind, string Noun)
{
    /// <summary>The name of a TA.</summary>
    public static ParameterType Ta { get; } = new(ParameterKind.Ta, "TA");

    /// <summary>A session of the normal world.</summary>
    public static ParameterType Session { get; } = new(ParameterKind.Session, "session");

    /// <summary>A session of a TA with another one.</summary>
    public static ParameterType TaSession { get; } = new(ParameterKind.TaSession, "TA session");

    /// <summary>Memory that a process shares.</summary>
    public static ParameterType Shm { get; } = new(ParameterKind.Shm, "shared buffer");

    /// <summary>A virtual address in a TA.</summary>
    public static ParameterType Address { get; } = new(ParameterKind.Address, "address");

    /// <summary>Memory that a part of the core holds.</summary>
    public static ParameterType Held { get; } = new(ParameterKind.Held, "held block");

    /// <summary>A number.</summary>
    public static ParameterType Number { get; } = new(ParameterKind.Number, "number");

    /// <summary>Physical memory.</summary>
    public static ParameterType Range { get; } = new(ParameterKind.Range, "range");

    /// <summary>A simulated time.</summary>
    public static ParameterType Duration { get; } = new(ParameterKind.Duration, "time");

    /// <summary>A result code.</summary>
    public static ParameterType Result { get; } = new(ParameterKind.Result, "result");

    /// <summary>A process.</summary>
    public static ParameterType Process { get; } = new(ParameterKind.Process, "process");

    /// <summary>A place in the TEE's source.</summary>
    public static ParameterType Site { get; } = new(ParameterKind.Site, "call site");

    /// <summary>A lock of the normal world.</summary>
    public static ParameterType Lock { get; } = new(ParameterKind.Lock, "lock");

    /// <summary>A handle of a driver.</summary>
    /// <param name="noun">What the driver calls it: <c>channel</c>.</param>
    public static ParameterType Handle(string noun) => new(ParameterKind.Handle, noun);

    /// <summary>Whether the value is a name that a script gives to a TA or a result.</summary>
    public bool IsNamed => Kind <= ParameterKind.Held;

    /// <summary>The type with an article: <c>a session</c>.</summary>
    public string WithArticle => $"{("aeiouAEIOU".Contains(Noun[0]) ? "an" : "a")} {Noun}";

    /// <summary>The noun.</summary>
    public override string ToString() => Noun;
}

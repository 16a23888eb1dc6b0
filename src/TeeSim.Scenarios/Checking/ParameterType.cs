namespace TeeSim.Scenarios.Checking;

/// <summary>What a call takes or gives.</summary>
public enum ParameterType
{
    /// <summary>The name of a TA.</summary>
    Ta,

    /// <summary>The result of <c>open_session</c>.</summary>
    Session,

    /// <summary>The result of <c>ta_open_session</c>: a session of a TA with another one.</summary>
    TaSession,

    /// <summary>The result of <c>open_channel</c>.</summary>
    Channel,

    /// <summary>The result of <c>register_shm</c>: memory that a process shares.</summary>
    Shm,

    /// <summary>The result of <c>map</c>: a virtual address in the TA.</summary>
    Address,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Physical memory: <c>BASE + SIZE</c>.</summary>
    Range,

    /// <summary>A simulated time.</summary>
    Duration,

    /// <summary>A result code without its prefix.</summary>
    Result,

    /// <summary>A process of the normal world. Comes last: saved states number the types.</summary>
    Process,
}

/// <summary>How sentences name the types.</summary>
public static class ParameterTypes
{
    /// <summary>The type without an article: <c>session</c>.</summary>
    public static string Noun(this ParameterType type) => type switch
    {
        ParameterType.Ta => "TA",
        ParameterType.Session => "session",
        ParameterType.TaSession => "TA session",
        ParameterType.Channel => "channel",
        ParameterType.Shm => "shared buffer",
        ParameterType.Address => "address",
        ParameterType.Number => "number",
        ParameterType.Range => "range",
        ParameterType.Duration => "time",
        ParameterType.Result => "result",
        ParameterType.Process => "process",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>The type with an article: <c>a session</c>.</summary>
    public static string WithArticle(this ParameterType type) => $"{(type == ParameterType.Address ? "an" : "a")} {type.Noun()}";
}

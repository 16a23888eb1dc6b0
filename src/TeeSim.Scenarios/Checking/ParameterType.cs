namespace TeeSim.Scenarios.Checking;

/// <summary>What a call takes or gives.</summary>
public enum ParameterType
{
    /// <summary>The name of a TA.</summary>
    Ta,

    /// <summary>The result of <c>open_session</c>.</summary>
    Session,

    /// <summary>The result of <c>open_channel</c>.</summary>
    Channel,

    /// <summary>The result of <c>map</c>: a virtual address in the TA.</summary>
    Address,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Physical memory: <c>BASE + SIZE</c>.</summary>
    Range,

    /// <summary>A simulated time.</summary>
    Duration,
}

/// <summary>How sentences name the types.</summary>
public static class ParameterTypes
{
    /// <summary>The type without an article: <c>session</c>.</summary>
    public static string Noun(this ParameterType type) => type switch
    {
        ParameterType.Ta => "TA",
        ParameterType.Session => "session",
        ParameterType.Channel => "channel",
        ParameterType.Address => "address",
        ParameterType.Number => "number",
        ParameterType.Range => "range",
        ParameterType.Duration => "time",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>The type with an article: <c>a session</c>.</summary>
    public static string WithArticle(this ParameterType type) => $"{(type == ParameterType.Address ? "an" : "a")} {type.Noun()}";
}

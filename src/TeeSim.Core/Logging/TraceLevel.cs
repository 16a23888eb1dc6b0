namespace TeeSim.Core.Logging;

/// <summary>The level of a line, as OP-TEE numbers them (<c>trace_levels.h</c>).</summary>
public enum TraceLevel
{
    /// <summary>EMSG, letter E.</summary>
    Error = 1,

    /// <summary>IMSG, letter I.</summary>
    Info = 2,

    /// <summary>DMSG, letter D.</summary>
    Debug = 3,
}

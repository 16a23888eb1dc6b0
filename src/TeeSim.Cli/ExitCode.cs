namespace TeeSim.Cli;

/// <summary>What the command tells the shell; of several inputs the highest counts.</summary>
internal static class ExitCode
{
    /// <summary>All expectations hold, nothing leaks, every trace is identical.</summary>
    public const int Ok = 0;

    /// <summary>An expectation failed, a leak was found, or a trace differs.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>A bug in TeeSim.</summary>
    public const int Bug = 3;
}

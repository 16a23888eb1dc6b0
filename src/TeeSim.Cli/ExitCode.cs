namespace TeeSim.Cli;

/// <summary>What the command tells the shell.</summary>
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

    /// <summary>Nothing wrong was found, but not all was tried.</summary>
    public const int Stopped = 4;

    /// <summary>Of several inputs the one that says most: a bug, bad input, a failure, a stop.</summary>
    public static int Worst(int a, int b) => Rank(a) >= Rank(b) ? a : b;

    private static int Rank(int code) => code switch
    {
        Ok => 0,
        Stopped => 1,
        Failed => 2,
        BadInput => 3,
        _ => 4,
    };
}

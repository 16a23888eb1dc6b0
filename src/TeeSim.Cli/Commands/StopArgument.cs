using System.CommandLine;

namespace TeeSim.Cli.Commands;

/// <summary>The option of commands that may stop before all was tried.</summary>
internal static class StopArgument
{
    /// <summary>The option.</summary>
    public static Option<bool> Create() => new("--allow-stopped")
    {
        Description = "Exit with 0, not with 4, when nothing wrong was found but not all was tried.",
        Arity = ArgumentArity.Zero,
    };
}

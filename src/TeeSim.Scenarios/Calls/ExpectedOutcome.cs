namespace TeeSim.Scenarios.Calls;

/// <summary>What can stand behind <c>-&gt;</c> besides result codes.</summary>
public static class ExpectedOutcome
{
    /// <summary>Whatever the call returns.</summary>
    public const string Any = "any";

    /// <summary>The call never returns.</summary>
    public const string Hangs = "hangs";

    /// <summary>The core panics, which ends the script.</summary>
    public const string CorePanic = "core_panic";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Words { get; } = [Any, Hangs, CorePanic];
}

namespace TeeSim.Exploration.Oracles;

/// <summary>A failure by what makes it different from others: the same call sites and the same guilty call are the same failure, in whatever ordering it shows.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Call">The guilty call as reports name it: <c>input: close_channel(ch)</c>; empty when no call is to blame.</param>
/// <param name="Line">Its line in the script; of an expectation or a repeat that line; 0 for none.</param>
/// <param name="What">One sentence: the call sites that leaked, the panic's message, the expectation.</param>
public sealed record Failure(FailureKind Kind, string Call, int Line, string What)
{
    /// <summary><c>leak: mobj.c:168, tee_mmu.c:257; the guilty call is `input: close_channel(ch)` (line 19)</c>.</summary>
    public override string ToString() => Call.Length == 0 ? What : $"{What}; the guilty call is `{Call}`{(Line > 0 ? $" (line {Line})" : "")}";
}

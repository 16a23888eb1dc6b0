using TeeSim.Core;
using TeeSim.Scenarios.Calls;

namespace TeeSim.Scenarios.Judging;

/// <summary>
/// Faults that OP-TEE itself is known to have, whatever the driver: <c>docs/upstream-findings.md</c> has them. They are named, and
/// told apart from a driver's faults.
/// </summary>
internal static class KnownFindings
{
    private static readonly (FailureKind Kind, string Words, string Name)[] OfCalls =
    [
        (FailureKind.Hang, "tee_ta_unlink_session waits for ever", "opening a session on a panicked context that is still listed"),
        (FailureKind.CorePanic, "<tee_ta_set_busy>", "closing a half-open session behind the deadlock avoidance"),
        (FailureKind.CorePanic, "Cannot restore mapping", "the undo of vm_remap"),
    ];

    private const string Refused = "sdp";

    // By the parameter that it takes to make them.
    private static readonly (string Label, string Name)[] OfArguments =
    [
        ("shm", "mobj_reg_shm_dec_map tests its count the wrong way round"),
        ("temp", "a temporary buffer is never put"),
        (Refused, "a session stays when its parameters are refused"),
    ];

    /// <summary>The finding, with the name of the known fault that it is.</summary>
    public static Finding Mark(Finding finding)
    {
        foreach ((FailureKind kind, string words, string name) in OfCalls)
        {
            if (finding.Kind == kind && finding.What.Contains(words, StringComparison.Ordinal)) return finding with { Known = name };
        }

        return finding;
    }

    /// <summary>The known fault by which a call leaks, whatever driver there is; null for none.</summary>
    /// <param name="call">The call.</param>
    /// <param name="result">What it returned; null when it was not made.</param>
    public static string? CauseOf(CompiledCall call, TeeResult? result)
    {
        foreach ((string label, string name) in OfArguments)
        {
            if (HasArgument(call, label) && (label != Refused || result == TeeResult.BAD_PARAMETERS)) return name;
        }

        return null;
    }

    /// <summary>The known fault that a leak is, by what leaked and the call that is to blame; null for none.</summary>
    /// <param name="functions">The functions that allocated it.</param>
    /// <param name="call">The call as reports name it.</param>
    public static string? OfLeak(IReadOnlyCollection<string> functions, string call)
    {
        foreach ((string label, string name) in OfArguments)
        {
            if (call.Contains($"{label}: ", StringComparison.Ordinal) && functions.Any(f => f == FunctionOf(label))
                && (label != "shm" || functions.All(f => f == FunctionOf(label))))
            {
                return name;
            }
        }

        return null;
    }

    private static string FunctionOf(string label) => label switch
    {
        "shm" => "tee_mm_alloc",
        "temp" => "mobj_reg_shm_alloc",
        _ => "tee_ta_init_session",
    };

    private static bool HasArgument(CompiledCall call, string label) =>
        call.Definition.Parameters.Any(p => p.Name == label) && call.Bound.All(label).Count > 0;
}

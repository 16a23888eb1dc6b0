using TeeSim.Core;
using TeeSim.Core.Logging;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>Commands.</summary>
internal sealed partial class TaManager<TWord>
{
    private const int OriginTee = 3;
    private const int OriginTrustedApp = 4;

    /// <summary>Invokes a command (<c>tee_ta_invoke_command</c>). Without such a session: <c>BAD_PARAMETERS</c>.</summary>
    /// <param name="list">Head of the list that the session is in.</param>
    /// <param name="id">The session's number.</param>
    /// <param name="request">The command.</param>
    /// <param name="fromTa">Whether a TA invokes it.</param>
    /// <param name="memory">What is passed.</param>
    /// <param name="body">What the TA does, with its context as the current one; for a pseudo TA its command.</param>
    public TeeOutcome Invoke(ulong list, uint id, CommandRequest request, bool fromTa, CallMemory memory, Func<PseudoTa?, TeeOutcome> body)
    {
        using KernelStack.Frame frame = _core.Stack.Enter("tee_ta_invoke_command");
        ulong session = GetSession(list, id);
        if (session == 0) return TeeOutcome.Error(TeeResult.BAD_PARAMETERS);
        TeeOutcome outcome = InvokeOn(session, request, fromTa, memory, body, out int origin);
        PutSession(session);
        if (outcome.Result is not (TeeResult.SUCCESS or TeeResult.SHORT_BUFFER))
            Debug(_sites.InvokeErrorLine, $"Error: {(uint)outcome.Result:x} of {origin}");
        return outcome;
    }

    private TeeOutcome InvokeOn(
        ulong session, CommandRequest request, bool fromTa, CallMemory memory, Func<PseudoTa?, TeeOutcome> body, out int origin)
    {
        origin = OriginTee;
        ulong ctx = Session(session).Ctx.Value;
        if (!CheckClient(session, request.Client, fromTa) || !CheckParams(ctx, memory)) return TeeOutcome.Error(TeeResult.BAD_PARAMETERS);
        if (ctx == 0) return TeeOutcome.Error(TeeResult.TARGET_DEAD);
        if (Ctx(ctx).Panicked != 0)
        {
            Debug(null, "Panicked !");
            EndPanicked(session, ctx);
            return TeeOutcome.Error(TeeResult.TARGET_DEAD);
        }

        SetBusy(ctx);
        TeeOutcome outcome = IsUserTa(ctx) ? InvokeUserTa(ctx, session, request.Reply, memory, body) : InvokePseudoTa(ctx, session, body);
        ClearBusy(ctx);
        if (Ctx(ctx).Panicked == 0)
        {
            origin = OriginTrustedApp;
            return outcome;
        }

        EndPanicked(session, ctx);
        return TeeOutcome.Error(TeeResult.TARGET_DEAD);
    }

    private void EndPanicked(ulong session, ulong ctx)
    {
        if (!_options.ReleasesPanickedContexts) DestroyContextFromSession(session);
        else ReleaseState(ctx);
    }
}

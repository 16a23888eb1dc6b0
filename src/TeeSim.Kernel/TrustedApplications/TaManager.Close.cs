using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Panics;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>Closing sessions, and what becomes of contexts.</summary>
internal sealed partial class TaManager<TWord>
{
    private static readonly SourceSite CloseSessionSite = new("core/kernel/tee_ta_manager.c", 0, "tee_ta_close_session");
    private static readonly SourceSite RemoveReferencesSite = new("core/kernel/tee_ta_manager.c", 0, "destroy_ta_ctx_from_session");

    /// <summary>Closes the session of a number, or says that there is none.</summary>
    public TeeResult CloseSession(ulong list, uint id, ClientIdentity? client, bool fromTa, TaReply reply)
    {
        ulong session = FindSession(list, id);
        // By address the number is unknown for what is not there.
        uint printed = session == 0 && _options.CloseLineHasAddress ? uint.MaxValue : id;
        return CloseSession(list, session, printed, client, fromTa, reply);
    }

    /// <summary>
    /// Closes a session (<c>tee_ta_close_session</c>); the last one of a context that is not kept alive ends the context.
    /// </summary>
    /// <param name="list">Head of the list that it is in.</param>
    /// <param name="session">The session, or 0.</param>
    /// <param name="id">Its number.</param>
    /// <param name="client">Who closes it; null for the kernel itself.</param>
    /// <param name="fromTa">Whether a TA closes it.</param>
    /// <param name="reply">What the TA's close entry does; what it returns is of no interest.</param>
    public TeeResult CloseSession(ulong list, ulong session, uint id, ClientIdentity? client, bool fromTa, TaReply reply)
    {
        using KernelStack.Frame frame = _core.Stack.Enter("tee_ta_close_session");
        Debug(_sites.CloseSessionLine, _options.CloseLineHasAddress ? $"csess 0x{session:x} id {id}" : $"id {id}");
        if (session == 0) return TeeResult.ITEM_NOT_FOUND;
        if (GetSession(list, id) == 0)
        {
            Error(null, $"session 0x{session:x} to be removed is not found");
            return TeeResult.ITEM_NOT_FOUND;
        }

        if (!CheckClient(session, client, fromTa))
        {
            PutSession(session);
            return TeeResult.BAD_PARAMETERS;
        }

        Debug(_sites.DestroySessionLine, "Destroy session");
        ulong ctx = Session(session).Ctx.Value;
        if (ctx == 0)
        {
            DestroySession(list, session);
            return TeeResult.SUCCESS;
        }

        if (Ctx(ctx).Panicked != 0)
        {
            TellSessionEnds(ctx, session);
            DestroySession(list, session);
        }
        else
        {
            SetBusy(ctx);
            EnterCloseSession(ctx, session, reply);
            TellSessionEnds(ctx, session);
            DestroySession(list, session);
            ClearBusy(ctx);
        }

        if (_options.ReleasesPanickedContexts && Ctx(ctx).Panicked != 0) ReleaseState(ctx);
        DropContext(ctx);
        return TeeResult.SUCCESS;
    }

    private void EnterCloseSession(ulong ctx, ulong session, TaReply reply)
    {
        if (IsUserTa(ctx)) EnterCloseUserTa(ctx, session, reply);
        else EnterClosePseudoTa(ctx, session);
    }

    private void DropContext(ulong ctx)
    {
        if (Ctx(ctx).RefCount == 0) throw new CorePanicException(CorePanicKind.Panic, "context without references", CloseSessionSite, ctx);
        Ctx(ctx).RefCount--;
        if (Ctx(ctx).RefCount != 0) return;
        bool keep = HasFlag(ctx, TaFlags.InstanceKeepAlive) && HasFlag(ctx, TaFlags.SingleInstance);
        bool released = _options.ReleasesPanickedContexts && Ctx(ctx).Panicked != 0;
        if (keep && !released) return;
        if (!released) ContextList.Remove(ctx);
        DestroyContext(ctx);
    }

    // The context is in no list any more.
    private void DestroyContext(ulong ctx)
    {
        Debug(_sites.DestroyContextLine, $"Destroy TA ctx (0x{ctx:x})");
        if (IsUserTa(ctx)) DestroyUserTa(ctx);
        else _core.Heap.Free(ctx - PseudoTaCtx<TWord>.CtxOffset);
    }

    /// <summary>
    /// A panicked TA goes with the call in which it is found out (<c>destroy_ta_ctx_from_session</c>), also when it is to be kept alive.
    /// Other sessions lose their context and stay until their clients close them.
    /// </summary>
    private void DestroyContextFromSession(ulong session)
    {
        ulong ctx = Session(session).Ctx.Value;
        Debug(null, $"Remove references to context (0x{ctx:x})");
        uint others = 0;
        foreach (ulong other in SessionsOn(ctx))
        {
            Session(other).Ctx = TWord.From(0UL);
            if (other != session) others++;
        }

        if (others + 1 != Ctx(ctx).RefCount)
        {
            throw new CorePanicException(
                CorePanicKind.Assertion, "the sessions found are the context's references", RemoveReferencesSite, ctx);
        }
        ContextList.Remove(ctx);
        DestroyContext(ctx);
    }
}

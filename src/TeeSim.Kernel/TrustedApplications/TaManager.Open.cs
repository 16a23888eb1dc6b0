using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Logging;
using TeeSim.Kernel.Structs;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>Opening sessions.</summary>
internal sealed partial class TaManager<TWord>
{
    /// <summary>Opens a session (<c>tee_ta_open_session</c>).</summary>
    /// <param name="list">Head of the list that it goes into: the normal world's, or that of the TA that opens.</param>
    /// <param name="request">What for.</param>
    /// <param name="memory">What is passed.</param>
    /// <param name="id">On success its number.</param>
    public TeeResult OpenSession(ulong list, OpenSessionRequest request, CallMemory memory, out uint id)
    {
        using KernelStack.Frame frame = _core.Stack.Enter("tee_ta_open_session");
        id = 0;
        TeeResult result = InitSession(list, request.Ta, out ulong session);
        if (result != TeeResult.SUCCESS)
        {
            Debug(_sites.InitSessionFailedLine, $"init session failed 0x{(uint)result:x}");
            return result;
        }

        uint newId = Session(session).Id;
        ulong ctx = Session(session).Ctx.Value;
        if (!CheckParams(ctx, memory))
        {
            // Before 4.10 the session stays in the list, where nobody knows its number.
            if (!_options.ForgetsSessionOfRefusedParameters) Abandon(list, session, newId, request.CloseReply);
            return TeeResult.BAD_PARAMETERS;
        }

        if (_options.RefusesPanickedContexts && Ctx(ctx).Panicked != 0)
        {
            Debug(null, "panicked, call tee_ta_close_session()");
            CloseSession(list, session, newId, client: null, fromTa: false, request.CloseReply);
            return TeeResult.TARGET_DEAD;
        }

        ref TeeTaSession<TWord> s = ref Session(session);
        s.ClientLogin = request.Client.Login;
        s.ClientUuid = request.Client.Uuid;
        if (TrySetBusy(ctx))
        {
            result = EnterOpenSession(ctx, session, request, memory);
            ClearBusy(ctx);
        }
        else
        {
            result = TeeResult.BUSY;
        }

        if (result != TeeResult.SUCCESS || Ctx(ctx).Panicked != 0) Abandon(list, session, newId, request.CloseReply);
        else PutSession(session);
        if (result != TeeResult.SUCCESS)
        {
            Error(_sites.OpenSessionFailedLine,
                $"Failed{(_options.OpenLinesNameService ? $" for TA {request.Ta}" : "")}. Return error 0x{(uint)result:x}");
        }
        else
        {
            id = newId;
        }
        return result;
    }

    // A session whose opening failed is closed by the kernel itself, with all that closing does.
    private void Abandon(ulong list, ulong session, uint id, TaReply closeReply)
    {
        PutSession(session);
        CloseSession(list, session, id, client: null, fromTa: false, closeReply);
    }

    private TeeResult InitSession(ulong list, Guid uuid, out ulong session)
    {
        using KernelStack.Frame frame = _core.Stack.Enter("tee_ta_init_session");
        session = NewSession(list);
        if (session == 0) return TeeResult.OUT_OF_MEMORY;
        TeeResult result = InitContext(session, uuid, out ulong ctx);
        if (result != TeeResult.SUCCESS)
        {
            Sessions(list).Remove(session);
            _core.Heap.Free(session);
            return result;
        }

        Session(session).Ctx = TWord.From(ctx);
        return TeeResult.SUCCESS;
    }

    private TeeResult InitContext(ulong session, Guid uuid, out ulong ctx)
    {
        ctx = FindContext(uuid);
        if (ctx != 0 && HasFlag(ctx, TaFlags.SingleInstance))
        {
            if (!HasFlag(ctx, TaFlags.MultiSession) && Ctx(ctx).RefCount != 0) return TeeResult.BUSY;
            Debug(_sites.ReopenLine, $"Re-open {(_options.OpenLinesNameService ? "trusted service" : "TA")} {uuid}");
            Ctx(ctx).RefCount++;
            return TeeResult.SUCCESS;
        }

        TeeResult result = InitPseudoTaSession(uuid, out ctx);
        return result == TeeResult.ITEM_NOT_FOUND ? InitUserTaSession(session, uuid, out ctx) : result;
    }

    private ulong FindContext(Guid uuid)
    {
        TailQueueWalk<TWord> walk = Contextwise();
        ulong ctx = walk.First;
        while (ctx != 0 && Ctx(ctx).Uuid != uuid) ctx = walk.Next(ctx);
        return ctx;
    }

    // With CFG_SECURE_DATA_PATH: secure video memory only for TAs that say they can handle it.
    private bool CheckParams(ulong ctx, CallMemory memory) =>
        !_options.SecureDataPath || !memory.HasSdp || ctx == 0 || HasFlag(ctx, TaFlags.SecureDataPath);

    private TeeResult EnterOpenSession(ulong ctx, ulong session, OpenSessionRequest request, CallMemory memory) => IsUserTa(ctx)
        ? EnterOpenUserTa(ctx, session, request, memory)
        : EnterOpenPseudoTa(ctx, session, memory);
}

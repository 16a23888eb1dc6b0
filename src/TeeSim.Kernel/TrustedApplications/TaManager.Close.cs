using TeeSim.Core;

namespace TeeSim.Kernel.TrustedApplications;

internal sealed partial class TaManager<TWord>
{
    /// <summary>Closes a session of the normal world (<c>tee_ta_close_session</c>); the last one of a context that is not kept alive ends the context.</summary>
    public TeeResult CloseSession(uint id)
    {
        ulong session = FindSession(id);
        Debug(_sites.CloseSessionLine, $"csess 0x{session:x} id {(session == 0 ? uint.MaxValue : id)}");
        if (session == 0) return TeeResult.ITEM_NOT_FOUND;
        Debug(_sites.DestroySessionLine, "Destroy session");
        ulong ctx = Session(session).Ctx.Value;
        Sessions.Remove(session);
        _world.Heap.Free(session);
        if (--Ctx(ctx).RefCount == 0 && !(HasFlag(ctx, TaFlags.InstanceKeepAlive) && HasFlag(ctx, TaFlags.SingleInstance))) DestroyContext(ctx);
        return TeeResult.SUCCESS;
    }

    private void DestroyContext(ulong ctx)
    {
        ContextList.Remove(ctx);
        Debug(_sites.DestroyContextLine, $"Destroy TA ctx (0x{ctx:x})");
        _world.Mmu.VmInfoFinal(UserModeCtxOf(ctx));
        _world.Heap.Free(ctx - _layout.Ctx);
    }
}

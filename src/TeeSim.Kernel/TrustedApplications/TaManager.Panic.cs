using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Logging;
using TeeSim.Kernel.Structs;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>Panics of TAs.</summary>
internal sealed partial class TaManager<TWord>
{
    // The TA is dead, the core goes on: who holds sessions on it finds out at the next call.
    private TeeOutcome Panic(ulong ctx, uint code)
    {
        ref TeeTaCtx<TWord> c = ref Ctx(ctx);
        c.Panicked = 1;
        c.PanicCode = code;
        Error(null, "");
        Error(null, $"TA panicked with code 0x{code:x}");
        if (_log.IsOn(TraceLevel.Error)) PrintStatus(ctx);
        Debug(_sites.TaPanickedLine, $"tee_user_ta_enter: TA panicked with code 0x{code:x}");
        return TeeOutcome.Error(TeeResult.TARGET_DEAD);
    }

    /// <summary>
    /// From 4.0 on a panicked context leaves the list at once and gives back all but its own struct, which goes with the last session
    /// (<c>release_state</c>).
    /// </summary>
    private void ReleaseState(ulong ctx)
    {
        if (!IsListed(ctx)) return;
        ContextList.Remove(ctx);
        if (!IsUserTa(ctx)) return;
        CloseOwnSessions(ctx);
        EndAddressSpace(ctx);
    }

    private bool IsListed(ulong ctx)
    {
        TailQueueWalk<TWord> walk = Contextwise();
        ulong c = walk.First;
        while (c != 0 && c != ctx) c = walk.Next(c);
        return c != 0;
    }
}

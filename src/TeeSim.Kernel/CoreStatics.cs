using TeeSim.Core.Lists;
using TeeSim.Core.Words;

namespace TeeSim.Kernel;

/// <summary>
/// The static variables of the modelled core, in one struct of the model's own: OP-TEE's linker places them one by one. Boot's memory objects are held
/// by variables, so that nothing they map is ever without an owner.
/// </summary>
internal struct CoreStatics<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>The ASIDs in use, one bit a pair.</summary>
    public ulong Asids;

    /// <summary><c>tee_ctxes</c>: all TA contexts.</summary>
    public TailQueueHead<TWord> TeeCtxes;

    /// <summary><c>tee_open_sessions</c>: the normal world's sessions.</summary>
    public TailQueueHead<TWord> TeeOpenSessions;

    /// <summary>The thread's current context: address of its <c>tee_ta_ctx</c>, or 0.</summary>
    public TWord TsdCtx;

    public TWord MobjTeeRam;
    public TWord MobjSecDdr;
    public TWord ShmMobj;

    /// <summary>The object of the secure video memory.</summary>
    public TWord SdpMobj;
}

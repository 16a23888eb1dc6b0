using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;
using TeeSim.Kernel.Structs;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>A pseudo TA's context (<c>struct pseudo_ta_ctx</c> 3.10.0): 60 bytes on ILP32, 88 on LP64.</summary>
internal struct PseudoTaCtx<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TWord PseudoTa;
    public TeeTaCtx<TWord> Ctx;

    public static ulong CtxOffset
    {
        get
        {
            PseudoTaCtx<TWord> ctx = default;
            return (ulong)FieldOffset.Of(ref ctx, ref ctx.Ctx);
        }
    }
}

/// <summary>Pseudo TAs (<c>pseudo_ta.c</c>).</summary>
internal sealed partial class TaManager<TWord>
{
    /// <summary>
    /// Makes the context of a pseudo TA (<c>tee_ta_init_pseudo_ta_session</c>); <c>ITEM_NOT_FOUND</c> when there is no such one.
    /// </summary>
    private TeeResult InitPseudoTaSession(Guid uuid, out ulong ctx)
    {
        ctx = 0;
        Debug(_sites.LookupPseudoTaLine, $"Lookup pseudo TA {uuid}");
        PseudoTa? pseudoTa = PseudoTas.FirstOrDefault(p => p.Uuid == uuid);
        if (pseudoTa is null) return TeeResult.ITEM_NOT_FOUND;
        Debug(null, $"Open {pseudoTa.Name}");
        ulong pseudoTaCtx =
            _core.Heap.Calloc(1, (ulong)System.Runtime.CompilerServices.Unsafe.SizeOf<PseudoTaCtx<TWord>>(), _pseudoTaCtxSite);
        if (pseudoTaCtx == 0) return TeeResult.OUT_OF_MEMORY;
        ctx = pseudoTaCtx + PseudoTaCtx<TWord>.CtxOffset;
        Memory.Write<PseudoTaCtx<TWord>>(pseudoTaCtx).PseudoTa = TWord.From(_core.Strings.Intern(pseudoTa.Name));
        ref TeeTaCtx<TWord> c = ref Ctx(ctx);
        c.Uuid = uuid;
        c.Ops = TWord.From(_pseudoTaOps);
        c.Flags = (uint)(TaFlags.SingleInstance | TaFlags.MultiSession | TaFlags.InstanceKeepAlive
            | (pseudoTa.IsConcurrent ? TaFlags.Concurrent : 0));
        c.RefCount = 1;
        ContextList.InsertTail(ctx);
        Debug(null, $"{pseudoTa.Name} : {uuid}");
        return TeeResult.SUCCESS;
    }

    private PseudoTa PseudoTaOf(ulong ctx)
    {
        Guid uuid = Ctx(ctx).Uuid;
        return PseudoTas.FirstOrDefault(p => p.Uuid == uuid)
            ?? throw new CorePanicException(
                CorePanicKind.DataAbort, "call through a damaged context of a pseudo TA",
                new SourceSite("core/kernel/pseudo_ta.c", 0, "pseudo_ta"), ctx);
    }

    private TeeResult EnterOpenPseudoTa(ulong ctx, ulong session, CallMemory memory)
    {
        TeeResult result = memory.MapIntoCore(_core.Mobjs);
        if (result != TeeResult.SUCCESS) return result;
        result = PseudoTaOf(ctx).Open(_core.StaticVariables.TsdCtx.Value, out ulong userCtx);
        Session(session).UserCtx = TWord.From(userCtx);
        memory.UnmapFromCore(_core.Mobjs);
        return result;
    }

    private void EnterClosePseudoTa(ulong ctx, ulong session) => PseudoTaOf(ctx).Close(Session(session).UserCtx.Value);

    // What runs in it works for the session; the current context stays that of the TA that calls, if one does.
    private TeeOutcome InvokePseudoTa(ulong ctx, ulong session, Func<PseudoTa?, TeeOutcome> body)
    {
        ulong previous = SetCurrentSession(session);
        TeeOutcome outcome = body(PseudoTaOf(ctx));
        SetCurrentSession(previous);
        return outcome;
    }
}

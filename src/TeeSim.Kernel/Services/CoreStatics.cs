using TeeSim.Core.Lists;
using TeeSim.Core.Words;

namespace TeeSim.Kernel.Services;

/// <summary>
/// The static variables of the modelled core, in one struct of the model's own: OP-TEE's linker places them one by one. Boot's memory
/// objects are held by variables, so that nothing they map is ever without an owner.
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

    /// <summary><c>reg_shm_list</c>: memory that the normal world has registered.</summary>
    public TWord RegShmList;

    /// <summary><c>file_head</c>: what mappings of binaries share.</summary>
    public TailQueueHead<TWord> Files;

    /// <summary>The thread that is inside of a single-instance TA; -1 for none.</summary>
    public int SingleInstanceThread;

    /// <summary>How many of them it is inside of.</summary>
    public uint SingleInstanceCount;

    public TWord MobjTeeRam;
    public TWord MobjSecDdr;
    public TWord ShmMobj;

    /// <summary>The object of the secure video memory.</summary>
    public TWord SdpMobj;

    /// <summary>
    /// The thread's current session (the top of <c>sess_stack</c>): address of its <c>tee_ta_session</c>, or 0. What is below it stands
    /// in the calls that are under way.
    /// </summary>
    public TWord TsdSession;

    /// <summary>What stands for memory of other parts of the core: buffers that start with a <see cref="TailQueueEntry{TWord}"/>.</summary>
    public TailQueueHead<TWord> Held;

    /// <summary>Where the lists lie.</summary>
    public static CoreStaticsOffsets Offsets { get; } = CoreStaticsOffsets.Of<TWord>();
}

/// <summary>Where the lists among the static variables lie, in bytes.</summary>
internal readonly record struct CoreStaticsOffsets(ulong TeeCtxes, ulong TeeOpenSessions, ulong RegShmList, ulong Files, ulong Held)
{
    public static CoreStaticsOffsets Of<TWord>() where TWord : unmanaged, IWord<TWord>
    {
        CoreStatics<TWord> s = default;
        return new CoreStaticsOffsets(
            (ulong)FieldOffset.Of(ref s, ref s.TeeCtxes),
            (ulong)FieldOffset.Of(ref s, ref s.TeeOpenSessions),
            (ulong)FieldOffset.Of(ref s, ref s.RegShmList),
            (ulong)FieldOffset.Of(ref s, ref s.Files),
            (ulong)FieldOffset.Of(ref s, ref s.Held));
    }
}

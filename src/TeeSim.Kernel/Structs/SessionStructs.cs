using TeeSim.Core.Lists;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Kernel.Structs;

/// <summary>
/// A condition variable (<c>struct condvar</c>): 8 bytes on ILP32, 16 on LP64. Nobody waits: calls are modelled one at a time.
/// </summary>
internal struct CondVar<TWord> where TWord : unmanaged, IWord<TWord>
{
    public uint SpinLock;
    public TWord Mutex;
}

/// <summary>
/// A session up to the field whose type changed (<c>struct tee_ta_session</c>): <c>lock_thread</c> and <c>unlink</c> follow, see
/// <see cref="SessionLayout{TWord}"/>. An idle open session has a reference count of 0.
/// </summary>
internal struct TeeTaSession<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TailQueueEntry<TWord> Link;
    public TailQueueEntry<TWord> LinkTsd;

    /// <summary>The normal world's name for the session; 0 is none.</summary>
    public uint Id;

    /// <summary>Address of the <c>tee_ta_ctx</c>.</summary>
    public TWord Ctx;

    public uint ClientLogin;
    public Guid ClientUuid;
    public byte Cancel;
    public byte CancelMask;
    public uint CancelSeconds;
    public uint CancelMillis;
    public TWord UserCtx;
    public uint RefCount;
    public CondVar<TWord> RefcCv;
    public CondVar<TWord> LockCv;
}

/// <summary>
/// The size of a session and where <c>lock_thread</c> lies: 84 bytes on ILP32 in 3.10, 88 up to 3.9, 136 on LP64; 96 and 152 from 3.12.
/// </summary>
internal readonly struct SessionLayout<TWord> where TWord : unmanaged, IWord<TWord>
{
    public SessionLayout(StructOptions structs)
    {
        LockThreadIsInt = structs.SessionLockThreadIsInt;
        LockThreadOffset = (ulong)(System.Runtime.CompilerServices.Unsafe.SizeOf<TeeTaSession<TWord>>()
            + structs.SessionAdded.Bytes(TWord.Size));
        int tail = LockThreadIsInt ? sizeof(int) + sizeof(int) : sizeof(short) + sizeof(short);
        Size = Align.Up(LockThreadOffset + (ulong)tail, (ulong)TWord.Size);
    }

    public bool LockThreadIsInt { get; }

    public ulong LockThreadOffset { get; }

    /// <summary>Offset in bytes of <c>unlink</c>, set while the session is being closed.</summary>
    public ulong UnlinkOffset => LockThreadOffset + (LockThreadIsInt ? sizeof(int) : (ulong)sizeof(short));

    public ulong Size { get; }
}

using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Kernel.Services;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>
/// The busy protocol: one call at a time in a TA, one single-instance TA at a time, and no deadlock between TAs that call each other.
/// </summary>
internal sealed partial class TaManager<TWord>
{
    private static readonly SourceSite SetBusySite = new("core/kernel/tee_ta_manager.c", 0, "tee_ta_set_busy");

    /// <summary>Marks a context as busy (<c>tee_ta_try_set_busy</c>).</summary>
    /// <returns>
    /// False when waiting would be a deadlock: this thread is inside of a single-instance TA already, and this one is busy.
    /// </returns>
    private bool TrySetBusy(ulong ctx)
    {
        if (HasFlag(ctx, TaFlags.Concurrent)) return true;
        ref CoreStatics<TWord> statics = ref _core.StaticVariables;
        if (Ctx(ctx).Initializing == 0 && HasFlag(ctx, TaFlags.SingleInstance))
        {
            if (statics.SingleInstanceThread == LostThread)
                throw new CallHangsException("lock_single_instance", "a call that has not returned is inside of a single-instance TA");
            bool heldAlready = statics.SingleInstanceThread == ThisThread;
            statics.SingleInstanceThread = ThisThread;
            statics.SingleInstanceCount++;
            if (heldAlready && Ctx(ctx).Busy != 0)
            {
                UnlockSingleInstance();
                return false;
            }
        }

        if (Ctx(ctx).Busy != 0)
            throw new CallHangsException("tee_ta_try_set_busy", $"TA {Ctx(ctx).Uuid} is busy with a call that has not returned");
        Ctx(ctx).Busy = 1;
        return true;
    }

    private void SetBusy(ulong ctx)
    {
        if (!TrySetBusy(ctx))
            throw new CorePanicException(CorePanicKind.Panic, "TA is busy and waiting for it would be a deadlock", SetBusySite, ctx);
    }

    private void ClearBusy(ulong ctx)
    {
        if (HasFlag(ctx, TaFlags.Concurrent)) return;
        Ctx(ctx).Busy = 0;
        if (Ctx(ctx).Initializing == 0 && HasFlag(ctx, TaFlags.SingleInstance)) UnlockSingleInstance();
        Ctx(ctx).Initializing = 0;
    }

    /// <summary>How often this thread has taken the lock of single-instance TAs.</summary>
    public uint SingleInstanceLevel => _core.StaticVariables.SingleInstanceCount;

    /// <summary>
    /// This thread waits for ever. When it has taken the lock of single-instance TAs since it came in, nobody gets that any more.
    /// </summary>
    /// <param name="before">The level when it came in.</param>
    public void LoseThread(uint before)
    {
        ref CoreStatics<TWord> statics = ref _core.StaticVariables;
        if (statics.SingleInstanceCount > before) statics.SingleInstanceThread = LostThread;
    }

    private void UnlockSingleInstance()
    {
        ref CoreStatics<TWord> statics = ref _core.StaticVariables;
        if (--statics.SingleInstanceCount == 0) statics.SingleInstanceThread = NoThread;
    }
}

using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Locks;

/// <summary>Creates <see cref="GatedLockOrder"/>.</summary>
public sealed class GatedLockOrderFactory() : PlantedFactory("gated-lock-order", (core, options) => new GatedLockOrder(core, options));

/// <summary>
/// Right: open and close take two mutexes in opposite orders, but only while they hold the one of the channels,
/// so that they never meet there.
/// </summary>
public sealed class GatedLockOrder : Reference
{
    public GatedLockOrder(ITeeCore core, TvpOptions options)
        : base(core, options)
    {
        core.MutexInit(_a = Statics(1));
        core.MutexInit(_b = Statics(1));
    }

    private readonly ulong _a;
    private readonly ulong _b;

    protected override TeeResult Attach(ulong channel)
    {
        Take(_a, _b);
        return TeeResult.SUCCESS;
    }

    protected override void Close(ulong channel)
    {
        Take(_b, _a);
        base.Close(channel);
    }

    private void Take(ulong first, ulong second)
    {
        Core.MutexLock(first);
        Core.MutexLock(second);
        Core.MutexUnlock(second);
        Core.MutexUnlock(first);
    }
}

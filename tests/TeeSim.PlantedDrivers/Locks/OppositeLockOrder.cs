using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Locks;

/// <summary>Creates <see cref="OppositeLockOrder"/>.</summary>
public sealed class OppositeLockOrderFactory()
    : PlantedFactory("opposite-lock-order", (core, options) => new OppositeLockOrder(core, options));

/// <summary>
/// Open takes the mutex of the records and then that of the channels, close takes them the other way round: two calls at the
/// same time can wait for each other.
/// </summary>
public sealed class OppositeLockOrder : Reference
{
    public OppositeLockOrder(ITeeCore core, TvpOptions options)
        : base(core, options) => core.MutexInit(_records = Statics(1));

    private readonly ulong _records;

    public override TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
    {
        Core.MutexLock(_records);
        TeeResult result = base.OpenChannel(request, out handle);
        Core.MutexUnlock(_records);
        return result;
    }

    protected override void Close(ulong channel)
    {
        Core.MutexLock(_records);
        base.Close(channel);
        Core.MutexUnlock(_records);
    }
}

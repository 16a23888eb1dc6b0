using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Locks;

/// <summary>Creates <see cref="SecondMutex"/>.</summary>
public sealed class SecondMutexFactory() : PlantedFactory("second-mutex", (core, options) => new SecondMutex(core, options));

/// <summary>Right: a second mutex, for the records, is always taken before the first one.</summary>
public class SecondMutex : Reference
{
    public SecondMutex(ITeeCore core, TvpOptions options)
        : base(core, options) => core.MutexInit(Records = Statics(1));

    protected ulong Records { get; }

    public override TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
    {
        Core.MutexLock(Records);
        TeeResult result = base.OpenChannel(request, out handle);
        Core.MutexUnlock(Records);
        return result;
    }

    public override TeeResult CloseChannel(uint handle)
    {
        Core.MutexLock(Records);
        TeeResult result = base.CloseChannel(handle);
        Core.MutexUnlock(Records);
        return result;
    }
}

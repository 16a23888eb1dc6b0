using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.ErrorPaths;

/// <summary>Creates <see cref="MutexKeptOnConflict"/>.</summary>
public sealed class MutexKeptOnConflictFactory()
    : PlantedFactory("mutex-kept-on-conflict", (core, options) => new MutexKeptOnConflict(core, options));

/// <summary>An open of what is open already returns with the mutex held: the next open or close never returns.</summary>
public sealed class MutexKeptOnConflict(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    public override TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
    {
        handle = 0;
        if (!IsUsable(request.Input)) return TeeResult.BAD_PARAMETERS;
        Core.MutexLock(Mutex);
        if (OverlappingWith(request.Input).Any()) return TeeResult.ACCESS_CONFLICT;
        TeeResult result = New(request, out handle);
        Core.MutexUnlock(Mutex);
        return result;
    }
}

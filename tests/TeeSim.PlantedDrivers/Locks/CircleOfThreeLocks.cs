using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Locks;

/// <summary>Creates <see cref="CircleOfThreeLocks"/>.</summary>
public sealed class CircleOfThreeLocksFactory()
    : PlantedFactory("circle-of-three-locks", (core, options) => new CircleOfThreeLocks(core, options));

/// <summary>
/// Open takes mutex a before that of the channels, close b inside of that, map a inside of b: no two calls can wait
/// for each other, but three can.
/// </summary>
public sealed class CircleOfThreeLocks : Reference
{
    public CircleOfThreeLocks(ITeeCore core, TvpOptions options)
        : base(core, options)
    {
        core.MutexInit(_a = Statics(1));
        core.MutexInit(_b = Statics(1));
    }

    private readonly ulong _a;
    private readonly ulong _b;

    public override TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
    {
        Core.MutexLock(_a);
        TeeResult result = base.OpenChannel(request, out handle);
        Core.MutexUnlock(_a);
        return result;
    }

    public override TeeResult InputBufMap(ulong pa, ulong size, out ulong va)
    {
        Core.MutexLock(_b);
        Core.MutexLock(_a);
        TeeResult result = base.InputBufMap(pa, size, out va);
        Core.MutexUnlock(_a);
        Core.MutexUnlock(_b);
        return result;
    }

    protected override void Close(ulong channel)
    {
        Core.MutexLock(_b);
        base.Close(channel);
        Core.MutexUnlock(_b);
    }
}

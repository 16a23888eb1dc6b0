using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Outside;

/// <summary>Creates <see cref="CountInField"/>.</summary>
public sealed class CountInFieldFactory() : PlantedFactory("count-in-field", (core, options) => new CountInField(core, options));

/// <summary>How many channels there are is counted in a C# field, which is no part of the simulated memory.</summary>
public sealed class CountInField(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    private int _count;

    public override int ChannelCount => _count;

    protected override TeeResult Attach(ulong channel)
    {
        _count++;
        return TeeResult.SUCCESS;
    }

    protected override void Detach(ulong channel) => _count--;
}

using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.HiddenPointers;

/// <summary>Creates <see cref="XoredPointerLost"/>.</summary>
public sealed class XoredPointerLostFactory()
    : PlantedFactory("xored-pointer-lost", (core, options) => new XoredPointerLost(core, options));

/// <summary>
/// As pointer-xored, but a channel that is closed while something is mapped does not give its buffer back: a
/// leak that looks just like none.
/// </summary>
public sealed class XoredPointerLost(ITeeCore core, TvpOptions options) : DataPerChannel(core, options)
{
    private const ulong Key = 0x5a5a_5a5a;

    protected override void Detach(ulong channel)
    {
        if (!MapsOf(channel).Any()) base.Detach(channel);
    }

    protected override ulong Hide(ulong pointer) => pointer ^ Key;

    protected override ulong Reveal(ulong word) => word ^ Key;
}

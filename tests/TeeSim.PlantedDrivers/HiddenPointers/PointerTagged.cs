using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.HiddenPointers;

/// <summary>Creates <see cref="PointerTagged"/>.</summary>
public sealed class PointerTaggedFactory() : PlantedFactory("pointer-tagged", (core, options) => new PointerTagged(core, options));

/// <summary>Right: the lowest bit of the pointer to a channel's buffer says something else.</summary>
public sealed class PointerTagged(ITeeCore core, TvpOptions options) : DataPerChannel(core, options)
{
    protected override ulong Hide(ulong pointer) => pointer | 1;

    protected override ulong Reveal(ulong word) => word & ~1UL;
}

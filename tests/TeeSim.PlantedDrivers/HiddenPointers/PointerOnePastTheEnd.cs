using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.HiddenPointers;

/// <summary>Creates <see cref="PointerOnePastTheEnd"/>.</summary>
public sealed class PointerOnePastTheEndFactory()
    : PlantedFactory("pointer-one-past-the-end", (core, options) => new PointerOnePastTheEnd(core, options));

/// <summary>Right: a channel points to the end of its buffer, which is the first byte behind it.</summary>
public sealed class PointerOnePastTheEnd(ITeeCore core, TvpOptions options) : DataPerChannel(core, options)
{
    protected override ulong Hide(ulong pointer) => pointer + Bytes;

    protected override ulong Reveal(ulong word) => word - Bytes;
}

using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.HiddenPointers;

/// <summary>Creates <see cref="PointerXored"/>.</summary>
public sealed class PointerXoredFactory() : PlantedFactory("pointer-xored", (core, options) => new PointerXored(core, options));

/// <summary>Right: the pointer to a channel's buffer is kept XORed with a constant, so that no word of memory leads to it.</summary>
public sealed class PointerXored(ITeeCore core, TvpOptions options) : DataPerChannel(core, options)
{
    private const ulong Key = 0x5a5a_5a5a;

    protected override ulong Hide(ulong pointer) => pointer ^ Key;

    protected override ulong Reveal(ulong word) => word ^ Key;
}

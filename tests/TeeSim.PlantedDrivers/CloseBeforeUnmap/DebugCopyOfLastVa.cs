using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.CloseBeforeUnmap;

/// <summary>Creates <see cref="DebugCopyOfLastVa"/>.</summary>
public sealed class DebugCopyOfLastVaFactory()
    : PlantedFactory("debug-copy-of-last-va", (core, options) => new DebugCopyOfLastVa(core, options));

/// <summary>
/// Leaks as close-frees-records does, but a static variable for debugging still has the TA's address of what was mapped last.
/// </summary>
public sealed class DebugCopyOfLastVa(ITeeCore core, TvpOptions options) : CloseFreesRecords(core, options)
{
    private readonly ulong _last = core.StaticData(core.WordSize);

    protected override void Mapped(ulong map) => SetWord(_last, 0, VaOf(map));
}

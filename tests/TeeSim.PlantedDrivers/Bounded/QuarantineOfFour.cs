using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Bounded;

/// <summary>Creates <see cref="QuarantineOfFour"/>.</summary>
public sealed class QuarantineOfFourFactory()
    : PlantedFactory("quarantine-of-four", (core, options) => new QuarantineOfFour(core, options));

/// <summary>
/// Right: a record that was freed is used again only when there are four of them, so that the first rounds of a repeat each keep one more.
/// </summary>
public sealed class QuarantineOfFour(ITeeCore core, TvpOptions options) : FreeListOfFour(core, options)
{
    protected override int Fewest => Most;
}

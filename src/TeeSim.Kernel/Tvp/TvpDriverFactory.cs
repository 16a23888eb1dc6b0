using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>Creates one of TeeSim's own drivers, for the target's word size.</summary>
/// <param name="name">What scripts and reports call it.</param>
/// <param name="ilp32">Creates it for 32-bit targets.</param>
/// <param name="lp64">Creates it for 64-bit targets.</param>
internal sealed class TvpDriverFactory(
    string name, Func<ITeeCore, TvpOptions, ITvpDriver> ilp32, Func<ITeeCore, TvpOptions, ITvpDriver> lp64) : ITvpDriverFactory
{
    public string Name => name;

    public ITvpDriver Create(ITeeCore core, TvpOptions options) =>
        core.WordSize == Word32.Size ? ilp32(core, options) : lp64(core, options);
}

using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>Creates the driver as shipped, for the target's word size.</summary>
internal sealed class ShippedTvpDriverFactory : ITvpDriverFactory
{
    public string Name => "shipped";

    public ITvpDriver Create(ITeeCore core, TvpOptions options) =>
        core.WordSize == Word32.Size ? new ShippedTvpDriver<Word32>(core, options) : new ShippedTvpDriver<Word64>(core, options);
}

using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// The driver as shipped with the device of the incident (reconstructed; the vendor's source is not public). The records of what is mapped
/// belong to the channel and go with it: a close that overtakes an unmap leaves a region and its object behind that nothing can find.
/// </summary>
internal sealed class ShippedDriver<TWord>(ITeeCore core, TvpOptions options)
    : TvpDriver<TWord>(core, options) where TWord : unmanaged, IWord<TWord>;

using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Outside;

/// <summary>Creates <see cref="ListInField"/>.</summary>
public sealed class ListInFieldFactory() : PlantedFactory("list-in-field", (core, options) => new ListInField(core, options));

/// <summary>Which handles are open is kept in a C# list, and close believes it.</summary>
public sealed class ListInField(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    private readonly List<uint> _open = [];

    public override TeeResult CloseChannel(uint handle) => _open.Remove(handle) ? base.CloseChannel(handle) : TeeResult.ITEM_NOT_FOUND;

    protected override uint TakeHandle()
    {
        uint handle = base.TakeHandle();
        if (handle != 0) _open.Add(handle);
        return handle;
    }
}

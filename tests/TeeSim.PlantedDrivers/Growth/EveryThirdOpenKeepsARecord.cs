using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Growth;

/// <summary>Creates <see cref="EveryThirdOpenKeepsARecord"/>.</summary>
public sealed class EveryThirdOpenKeepsARecordFactory()
    : PlantedFactory("every-third-open-keeps-a-record", (core, options) => new EveryThirdOpenKeepsARecord(core, options));

/// <summary>Every third open puts a record into a list that nothing is ever taken out of.</summary>
public sealed class EveryThirdOpenKeepsARecord : Reference
{
    private static readonly SourceSite KeptSite = new("planted.c", 52, "open_channel");

    private readonly ulong _opens;
    private readonly DriverList _kept;

    public EveryThirdOpenKeepsARecord(ITeeCore core, TvpOptions options)
        : base(core, options)
    {
        _opens = Statics(1);
        _kept = new DriverList(core, Statics(DriverList.Words));
        _kept.Init();
    }

    protected override TeeResult Attach(ulong channel)
    {
        ulong opens = (Word(_opens, 0) + 1) % 3;
        SetWord(_opens, 0, opens);
        if (opens == 0 && Core.CallocWords(4, KeptSite) is var kept and not 0) _kept.InsertTail(kept);
        return TeeResult.SUCCESS;
    }
}

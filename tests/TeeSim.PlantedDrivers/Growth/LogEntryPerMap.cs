using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Growth;

/// <summary>Creates <see cref="LogEntryPerMap"/>.</summary>
public sealed class LogEntryPerMapFactory() : PlantedFactory("log-entry-per-map", (core, options) => new LogEntryPerMap(core, options));

/// <summary>Every map puts an entry into a log, a static list that only grows.</summary>
public sealed class LogEntryPerMap : Reference
{
    private static readonly SourceSite LogSite = new("planted.c", 96, "input_buf_map");

    private readonly DriverList _log;

    public LogEntryPerMap(ITeeCore core, TvpOptions options)
        : base(core, options)
    {
        _log = new DriverList(core, Statics(DriverList.Words));
        _log.Init();
    }

    protected override void Mapped(ulong map)
    {
        ulong entry = Core.CallocWords(4, LogSite);
        if (entry == 0) return;
        SetWord(entry, 2, Word(map, Pa));
        _log.InsertTail(entry);
    }
}

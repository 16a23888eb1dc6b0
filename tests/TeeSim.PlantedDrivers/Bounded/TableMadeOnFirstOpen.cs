using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Bounded;

/// <summary>Creates <see cref="TableMadeOnFirstOpen"/>.</summary>
public sealed class TableMadeOnFirstOpenFactory()
    : PlantedFactory("table-made-on-first-open", (core, options) => new TableMadeOnFirstOpen(core, options));

/// <summary>Right: the first open makes a table, which stays for ever.</summary>
public sealed class TableMadeOnFirstOpen(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    private static readonly SourceSite TableSite = new("planted.c", 30, "table_get");

    private readonly ulong _table = core.StaticData(core.WordSize);

    protected override TeeResult Attach(ulong channel)
    {
        if (Word(_table, 0) == 0) SetWord(_table, 0, Core.CallocWords(16, TableSite));
        return Word(_table, 0) == 0 ? TeeResult.OUT_OF_MEMORY : TeeResult.SUCCESS;
    }
}

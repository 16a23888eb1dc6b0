using TeeSim.PlantedDrivers;
using TeeSim.PlantedDrivers.Bounded;
using TeeSim.PlantedDrivers.CloseBeforeUnmap;
using TeeSim.PlantedDrivers.Death;
using TeeSim.PlantedDrivers.ErrorPaths;
using TeeSim.PlantedDrivers.Growth;
using TeeSim.PlantedDrivers.Handles;
using TeeSim.PlantedDrivers.HiddenPointers;
using TeeSim.PlantedDrivers.Locks;
using TeeSim.PlantedDrivers.Outside;
using TeeSim.PlantedDrivers.Records;
using TeeSim.PlantedDrivers.References;
using TeeSim.PlantedDrivers.UseAfterFree;

namespace TeeSim.PlantedBugs;

/// <summary>The table: which driver has which bug, and which script shows it.</summary>
public static class PlantedCases
{
    private static readonly PlantedSite Mobj = new("core/arch/arm/mm/mobj.c:168", "core/mm/mobj.c:164");
    private static readonly PlantedSite Region = new("core/arch/arm/mm/tee_mmu.c:257", "core/mm/vm.c:306");
    private static readonly PlantedSite Channel = new("planted.c:40");
    private static readonly PlantedSite Data = new("planted.c:48");
    private static readonly PlantedSite Record = new("planted.c:80");

    private static readonly string[] Everything =
    [
        "any-order", "two-processes", "good-order", "left-open", "double-map", "repeat-12", "process-dies", "process-dies-ta-stays",
        "opener-dies", "failing-map", "table-full", "reopen", "two-tas",
    ];
    private static readonly string[] Repeats = ["repeat-3", "repeat-6", "repeat-12"];

    /// <summary>The one without a bug that all others derive from.</summary>
    public static PlantedDriver Reference { get; } = new(new ReferenceFactory(), IsBug: false);

    /// <summary>All cases; the cases of one driver stand together.</summary>
    public static IReadOnlyList<PlantedCase> All { get; } =
    [
        .. Right(new ReferenceFactory(), Everything),
        .. References(),
        .. UseAfterFree(),
        .. ErrorPaths(),
        .. Locks(),
        .. Bug(new HandleUsedAgainFactory(), ["stale-handle"], ExpectedFinding.WrongResult, ["close_channel"]),
        .. Bug(new UnmapForgetsRecordFactory(), ["good-order"], ExpectedFinding.Leak, ["unmap"], [Record]),
        .. Growth(),
        .. Death(),
        .. HiddenPointers(),
        .. Bounded(),
        .. CloseBeforeUnmap(),
        .. Outside(),
    ];

    /// <summary>Each driver of the table, once.</summary>
    public static IReadOnlyList<PlantedDriver> Drivers { get; } = [.. All.Select(c => c.Driver).DistinctBy(d => d.Name)];

    // Whoever takes a reference too much is guilty, and not the unmap behind which it shows.
    private static IEnumerable<PlantedCase> References() =>
    [
        .. Right(new ObjectKeptUntilCloseFactory(), ["double-map", "any-order", "left-open", "repeat-3"]),
        .. Bug(new SecondMapKeepsReferenceFactory(), ["double-map"], ExpectedFinding.Leak, ["map"], [Mobj]),
        .. Bug(new SecondMapLosesRegionFactory(), ["double-map"], ExpectedFinding.Leak, ["map"], [Mobj, Region]),
        .. Bug(
            new PutForgottenAfterMapFactory(), ["good-order", "any-order", "left-open", "repeat-3"], ExpectedFinding.Leak, ["map"], [Mobj]),
        .. Bug(new PutTwiceFactory(), ["good-order"], ExpectedFinding.UseAfterFree, ["map"], firstBroken: "map"),
        .. Bug(new PutBeforeMapFactory(), ["good-order"], ExpectedFinding.UseAfterFree, ["map"], firstBroken: "map"),
    ];

    private static IEnumerable<PlantedCase> UseAfterFree() =>
    [
        .. Bug(new RecordUsedAfterFreeFactory(), ["good-order"], ExpectedFinding.UseAfterFree, ["unmap"], firstBroken: "unmap"),
        .. Bug(
            new ChannelUsedAfterFreeFactory(), ["good-order"], ExpectedFinding.UseAfterFree, ["close_channel"],
            firstBroken: "close_channel"),
        .. Bug(
            new LastRecordUsedInCloseFactory(), ["good-order"], ExpectedFinding.UseAfterFree, ["close_channel"],
            firstBroken: "close_channel"),
        .. Bug(new ChannelFreedWhileMapsAreWalkedFactory(), ["any-order"], ExpectedFinding.UseAfterFree, ["close_channel"]),
        .. Bug(new ContextKeptAfterItEndedFactory(), ["process-dies"], ExpectedFinding.UseAfterFree, ["close_channel"]),
    ];

    // Guilty of a hang is who has kept the mutex; the call that waits for it is only the next one.
    private static IEnumerable<PlantedCase> ErrorPaths() =>
    [
        .. Bug(new RecordKeptWhenMapFailsFactory(), ["failing-map"], ExpectedFinding.Leak, ["map"], [Record]),
        .. Bug(new RecordKeptWhenMapFailsFactory(), ["good-order"], ExpectedFinding.Leak, ["map"], [Record], ExpectedFaults.FailAlloc),
        .. Bug(new MobjKeptWhenMapFailsFactory(), ["failing-map"], ExpectedFinding.Leak, ["map"], [Mobj]),
        .. Bug(new MobjKeptWhenMapFailsFactory(), ["good-order"], ExpectedFinding.Leak, ["map"], [Mobj], ExpectedFaults.FailAlloc),
        .. Bug(new ChannelKeptWhenTableIsFullFactory(), ["table-full"], ExpectedFinding.Leak, ["open_channel"], [Channel]),
        .. Bug(new MutexKeptOnConflictFactory(), ["conflict"], ExpectedFinding.Hang, ["open_channel"], mayAlso: ExpectedFinding.Leak),
        .. Bug(new WrongResultOnConflictFactory(), ["conflict"], ExpectedFinding.WrongResult, ["open_channel"]),
        .. Bug(new SuccessWhenMapFailsFactory(), ["failing-map"], ExpectedFinding.WrongResult, ["map"]),
    ];

    // Sessions on one instance are served one at a time: only different TAs are in the driver at once.
    private static IEnumerable<PlantedCase> Locks() =>
    [
        .. Right(new SecondMutexFactory(), ["three-tas", "any-order"]),
        .. Right(new GatedLockOrderFactory(), ["three-tas", "any-order"]),
        .. Bug(new OppositeLockOrderFactory(), ["three-tas"], ExpectedFinding.Deadlock, ["open_channel", "close_channel"]),
        .. Bug(new CircleOfThreeLocksFactory(), ["three-tas"], ExpectedFinding.Deadlock, ["open_channel", "map", "close_channel"]),
    ];

    private static IEnumerable<PlantedCase> Growth() =>
    [
        .. Bug(new EveryThirdOpenKeepsARecordFactory(), ["repeat-12"], ExpectedFinding.Growth, ["open_channel"], [new("planted.c:52")]),
        .. Bug(new LogEntryPerMapFactory(), Repeats, ExpectedFinding.Growth, ["map"], [new("planted.c:96")]),
    ];

    private static IEnumerable<PlantedCase> Death() =>
    [
        .. Bug(new RecordsOfTheDeadStayFactory(), ["process-dies"], ExpectedFinding.Leak, ["die"], [Record]),
        .. Bug(new MapsStayUntilTheTaGoesFactory(), ["process-dies-ta-stays"], ExpectedFinding.Leak, ["die"], [Mobj, Region, Record]),
        .. Bug(
            new ChannelOfTheDeadStaysFactory(), ["opener-dies"], ExpectedFinding.UnreachableHandle, ["die"], mayAlso: ExpectedFinding.Leak),
        .. Bug(
            new ChannelOfTheDeadStaysFactory(), ["good-order"], ExpectedFinding.UnreachableHandle, ["die"], faults: ExpectedFaults.Kill,
            mayAlso: ExpectedFinding.Leak),
        .. Bug(
            new ReaperForgetsChannelsWithoutMapsFactory(), ["opener-dies"], ExpectedFinding.UnreachableHandle, ["die"],
            mayAlso: ExpectedFinding.Leak),
        .. Bug(
            new ReaperForgetsChannelsWithoutMapsFactory(), ["good-order"], ExpectedFinding.UnreachableHandle, ["die"],
            faults: ExpectedFaults.Kill, mayAlso: ExpectedFinding.Leak),
        .. Bug(new ReaperUnmapsInWrongContextFactory(), ["process-dies"], ExpectedFinding.CorePanic, ["die"]),
    ];

    private static IEnumerable<PlantedCase> HiddenPointers() =>
    [
        .. Right(new DataPerChannelFactory(), Everything),
        .. Right(new PointerXoredFactory(), Everything),
        .. Right(new PointerTaggedFactory(), Everything),
        .. Right(new PointerOnePastTheEndFactory(), Everything),
        .. Right(new MappingKnownByPaOnlyFactory(), Everything),
        .. Bug(new XoredPointerLostFactory(), ["any-order"], ExpectedFinding.Leak, ["close_channel"], [Data]),
    ];

    private static IEnumerable<PlantedCase> Bounded() =>
    [
        .. Right(new RingOfEightEventsFactory(), [.. Everything, .. Repeats.SkipLast(1)]),
        // With a record at hand, a map makes one allocation less, so that failing-map's numbers mean others.
        .. Right(new FreeListOfFourFactory(), [.. Everything.Where(s => s != "failing-map"), .. Repeats.SkipLast(1)]),
        .. Right(new QuarantineOfFourFactory(), [.. Everything, .. Repeats.SkipLast(1)]),
        .. Right(new TableMadeOnFirstOpenFactory(), [.. Everything, .. Repeats.SkipLast(1)]),
        .. Right(new ObjectPerContextFactory(), [.. Everything, .. Repeats.SkipLast(1)]),
    ];

    private static IEnumerable<PlantedCase> CloseBeforeUnmap() =>
    [
        .. Bug(new CloseFreesRecordsFactory(), ["any-order"], ExpectedFinding.Leak, ["close_channel"], [Mobj, Region]),
        .. Bug(new DebugPointerToLastObjectFactory(), ["any-order"], ExpectedFinding.Leak, ["close_channel"], [Mobj, Region]),
        .. Bug(new DebugPointerToLastRegionFactory(), ["any-order"], ExpectedFinding.Leak, ["close_channel"], [Mobj, Region]),
        .. Bug(new DebugCopyOfLastVaFactory(), ["any-order"], ExpectedFinding.Leak, ["close_channel"], [Mobj, Region]),
        .. Bug(new BindLosesRecordsFactory(), ["two-tas"], ExpectedFinding.Leak, ["bind_channel"], [Mobj, Region]),
        .. Bug(new ReopenLosesRecordsFactory(), ["reopen"], ExpectedFinding.Leak, ["open_channel"], [Mobj, Region]),
    ];

    private static IEnumerable<PlantedCase> Outside() =>
    [
        .. Bug(
            new FreesByAddressFactory(), ["double-map", "two-processes"], ExpectedFinding.DependsOnAddresses, ["map", "unmap"], [Record],
            mayAlso: ExpectedFinding.Leak),
        .. Bug(
            new RefusesByAddressFactory(), ["three-opens"], ExpectedFinding.DependsOnAddresses, ["open_channel"],
            mayAlso: ExpectedFinding.WrongResult),
        .. Bug(new CountInFieldFactory(), ["any-order"], ExpectedFinding.StateOutside, [], mayAlso: ExpectedFinding.UnreachableHandle),
        .. Bug(new ListInFieldFactory(), ["any-order"], ExpectedFinding.StateOutside, [],
            mayAlso: [ExpectedFinding.UnreachableHandle, ExpectedFinding.WrongResult]),
        .. Bug(
            new CloseThrowsNullReferenceFactory(), ["good-order"], ExpectedFinding.DriverFault, ["close_channel"],
            firstBroken: "close_channel"),
        .. Bug(
            new CloseThrowsIndexOutOfRangeFactory(), ["good-order"], ExpectedFinding.DriverFault, ["close_channel"],
            firstBroken: "close_channel"),
        .. Right(new MapPrintsFactory(), ["good-order"]),
    ];

    // What is right is right with every fault, too.
    private static IEnumerable<PlantedCase> Right(PlantedFactory factory, IReadOnlyList<string> scripts)
    {
        var driver = new PlantedDriver(factory, IsBug: false);
        foreach (string script in scripts)
        {
            yield return new PlantedCase(driver, script, ExpectedFinding.None);
        }

        foreach (ExpectedFaults fault in new[] { ExpectedFaults.Kill, ExpectedFaults.FailAlloc })
        {
            yield return new PlantedCase(driver, "good-order", ExpectedFinding.None) { Faults = fault };
        }
    }

    private static IEnumerable<PlantedCase> Bug(
        PlantedFactory factory, IReadOnlyList<string> scripts, ExpectedFinding finding, IReadOnlyList<string> guilty,
        IReadOnlyList<PlantedSite>? sites = null, ExpectedFaults faults = ExpectedFaults.None, string? firstBroken = null,
        params ExpectedFinding[] mayAlso)
    {
        var driver = new PlantedDriver(factory, IsBug: true, firstBroken);
        foreach (string script in scripts)
        {
            yield return new PlantedCase(driver, script, finding)
            {
                Faults = faults,
                Guilty = guilty,
                Sites = sites ?? [],
                MayAlso = mayAlso,
            };
        }
    }
}

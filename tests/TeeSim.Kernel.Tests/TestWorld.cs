using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tests;

/// <summary>A booted world with the two TAs of the incident, its log and its events.</summary>
internal sealed class TestWorld
{
    public const ulong Page = 0x1000;

    /// <summary>Where the tests' input buffer starts; a MiB.</summary>
    public const ulong Input = 0x5a30_0000;

    public static readonly Guid Tvp = new("37eb0e02-c43d-48a8-a129-a95dd3d43929");
    public static readonly Guid Drm = new("acbe4b66-6e40-46dc-a2fe-a576922cf170");

    /// <summary>The first regions of a TA as the log of the device shows them, up to its stack.</summary>
    public static readonly IReadOnlyList<TaRegion> UpToStack =
    [
        new(0x10_3000, 0x0558_0000, 0x2000, Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw),
        new(0x10_5000, 0x0558_2000, 0x6000, Mattr.Ur | Mattr.Ux),
        new(0x10_b000, 0x0558_8000, 0x1000, Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw),
        new(0x10_c000, 0x0558_9000, 0x3000, Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw),
        new(0x10_f000, 0x055a_f000, 0x1000, Mattr.Ur | Mattr.Pr),
        new(0x11_0000, 0x0558_c000, 0x9000, Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw),
    ];

    private const TaFlags Shared = TaFlags.SingleInstance | TaFlags.MultiSession;

    public TestWorld(TargetProfile profile, Func<SecureWorldOptions, SecureWorldOptions>? change = null)
    {
        var provider = new DeviceLogProvider(new DeviceLineFormatter(profile.Log), Lines.Add);
        SecureWorldOptions options = Options(profile) with { Logger = provider.CreateLogger("core"), Listener = Told.Add };
        World = SecureWorld.Boot(change is null ? options : change(options));
        Start = World.Heap.Stats.Allocated;
    }

    public SecureWorld World { get; }

    public List<string> Lines { get; } = [];

    public List<TeeEvent> Told { get; } = [];

    /// <summary>Bytes of the heap in use after boot.</summary>
    public uint Start { get; }

    /// <summary>The device of the incident.</summary>
    public static TestWorld Amlogic(Func<SecureWorldOptions, SecureWorldOptions>? change = null) =>
        new(TargetProfiles.Amlogic39Arm32, change);

    /// <summary>Upstream's 3.10.</summary>
    public static TestWorld Upstream(Func<SecureWorldOptions, SecureWorldOptions>? change = null) =>
        new(TargetProfiles.Optee310Arm32, change);

    /// <summary>3.10 on a 64-bit core.</summary>
    public static TargetProfile Lp64 { get; } = TargetProfiles.Optee310Arm32 with
    {
        Name = "lp64",
        Abi = Abi.Lp64,
        PhysicalAddressBits = 64,
        Vm = new VmOptions(Lpae: true, UserVaBase: 0x4000_0000, UserVaSize: 0x4000_0000, PageTables: 4),
    };

    public static SecureWorldOptions Options(TargetProfile profile) => new()
    {
        Profile = profile,
        Tas =
        [
            new TaDefinition("tvp", Tvp, Shared, []),
            new TaDefinition("drm", Drm, Shared, profile.Abi == Abi.Ilp32 ? UpToStack : []),
        ],
    };

    /// <summary>Opens a session that must succeed; returns its id.</summary>
    public uint Open(Guid ta)
    {
        TeeOutcome outcome = World.OpenSession("process", ta);
        outcome.IsSuccess.ShouldBeTrue(outcome.Result.ToString());
        return (uint)outcome.Value;
    }

    public TeeResult Close(uint session) => World.CloseSession("process", session).Result;

    /// <summary>Opens a channel, by default over the tests' input buffer.</summary>
    public TeeResult OpenChannel(
        uint session, out uint handle, ulong pa = Input, ulong size = 0x10_0000, Guid? bind = null,
        params IReadOnlyList<AddressRange> outputs)
    {
        TeeOutcome outcome = TryOpenChannel(session, pa, size, bind, outputs);
        outcome.Panic.ShouldBeNull();
        handle = (uint)outcome.Value;
        return outcome.Result;
    }

    public TeeOutcome TryOpenChannel(uint session, ulong pa, ulong size, Guid? bind, params IReadOnlyList<AddressRange> outputs) =>
        World.OpenChannel("input", session, new OpenChannelRequest(0x11, new AddressRange(pa, size), outputs, bind));

    public TeeResult CloseChannel(uint session, uint handle) => Returned(World.CloseChannel("process", session, handle));

    public TeeResult BindChannel(uint session, uint handle, Guid ta) => Returned(World.BindChannel("process", session, handle, ta));

    public TeeResult Map(uint session, ulong pa, ulong size, out ulong va)
    {
        TeeOutcome outcome = TryMap(session, pa, size);
        outcome.Panic.ShouldBeNull();
        va = outcome.Value;
        return outcome.Result;
    }

    public TeeOutcome TryMap(uint session, ulong pa, ulong size) =>
        World.Map("player", session, pa, size);

    public TeeResult Unmap(uint session, ulong pa, ulong size) => Returned(World.Unmap("process", session, pa, size));

    /// <summary>The allocated buffers as mdbg lists them: function of the call site, and bytes.</summary>
    public IReadOnlyList<(string Function, uint Size)> Listing =>
        [.. World.Heap.MdbgCheck().Select(e => (World.Describe(new CallSite(e.File, e.Line))?.Function ?? "", e.Size))];

    /// <summary>Address of the first buffer that a function of the core allocated.</summary>
    public ulong FirstOf(string function) =>
        Told.First(e => e.Kind == TeeEventKind.Allocated && World.Describe(e.Site)?.Function == function).Address;

    /// <summary>Payload bytes of memory objects and regions.</summary>
    public uint MappingBytes => (uint)Listing.Where(e => e.Function is "mobj_phys_alloc" or "vm_map_pad").Sum(e => e.Size);

    /// <summary>Regions of the newest context of a TA.</summary>
    public IReadOnlyList<RegionInfo> RegionsOf(Guid ta) => [.. World.Mmu.Regions(World.Contexts.Last(c => c.Uuid == ta).UserModeCtx)];

    /// <summary>Nothing may be wrong with the heap or any TA's regions.</summary>
    public void ShouldBeSound()
    {
        World.Heap.Validate().ShouldBeEmpty();
        foreach (TaContext context in World.Contexts) World.Mmu.Validate(context.UserModeCtx).ShouldBeEmpty();
    }

    /// <summary>Allocates until nothing more can be had.</summary>
    public static void FillHeap(SecureWorld world)
    {
        while (world.Heap.LargestAllocatable >= 0) world.Heap.Malloc((ulong)world.Heap.LargestAllocatable, default).ShouldNotBe(0UL);
    }

    /// <summary>
    /// Allocates until there is room only for the object that stands for a call's arguments: any further allocation of a call fails.
    /// </summary>
    public void FillHeapButForACall()
    {
        ulong argument = World.Heap.Malloc(World.Options.Profile.Abi == Abi.Ilp32 ? 32UL : 48UL, default);
        FillHeap(World);
        World.Heap.Free(argument);
    }

    private static TeeResult Returned(TeeOutcome outcome)
    {
        outcome.Panic.ShouldBeNull();
        return outcome.Result;
    }
}

using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Memory;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Drivers.Guard;
using TeeSim.Kernel.Loading;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.Statistics;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.PagePools;
using TeeSim.Mmu.UserSpace;
using CallSite = TeeSim.Core.CallSite;

namespace TeeSim.Kernel;

/// <summary>The composition root: puts the parts of the core together and lets calls in.</summary>
internal sealed partial class SecureWorld<TWord> : SecureWorld where TWord : unmanaged, IWord<TWord>
{
    private readonly CoreServices<TWord> _core;
    private readonly TaManager<TWord> _tas;
    private readonly LoaderRequests<TWord> _loaderRequests;
    private readonly DriverCore<TWord> _driverCore;
    private readonly HashSet<CallSite> _coreSites;
    private long _microseconds;
    private int _calls;
    private CorePanicException? _panic;

    public SecureWorld(SecureWorldOptions options)
    {
        Options = options;
        Events.Listener = options.Listener;
        _core = Boot<TWord>.From(options, Memory, Events);
        _held = new HeldMemory<TWord>(Memory, Heap, _core.AddressOfHeld);
        _held.Init();
        TaLoader<TWord>? loader = null;
        _tas =
            new TaManager<TWord>(_core, options.Tas, tas => loader = new TaLoader<TWord>(_core, tas) { WhileWaiting = CallsWhileWaiting });
        _loaderRequests = loader!.Requests;
        _tas.PseudoTas = [new SystemPta<TWord>(_loaderRequests), new StatsPseudoTa(), .. DriverPseudoTas()];
        _stats = new StatsPta(
            new CorePoolStatistics(Heap, reset => TeeMm.GetPoolStats(_core.TeeMmSecDdr, reset)), options.Profile.Stats, _core.Log);
        // All parts of the core have named their sites by now.
        _coreSites = [.. _core.Strings.CallSites, _core.Strings.Site(options.Profile.Sites.MsgParamPages)];
        _driverCore = new DriverCore<TWord>(_core);
        Driver = new EnteredDriver(CreateDriver(), _driverCore.Mutexes);
        _tas.Driver = Driver;
        _core.StaticArea.Complete();
    }

    public override SecureWorldOptions Options { get; }

    public override SimulatedMemory Memory { get; } = new();

    public override EventStream Events { get; } = new();

    public override Heap Heap => _core.Heap;

    public override Mobjs Mobjs => _core.Mobjs;

    public override TeeMmu Mmu => _core.Mmu;

    public override TeeMm TeeMm => _core.TeeMm;

    public override IReadOnlyList<PagePool> Pools => _core.Pools;

    public override Files Files => _core.Files;

    public override IDriver Driver { get; }

    public override IReadOnlyCollection<LockOrder> LockOrders => _driverCore.Mutexes.Orders;

    public override void ForgetLockOrders() => _driverCore.Mutexes.Forget();

    public override long Microseconds => _microseconds;

    public override CorePanicException? Panic => _panic;

    public override IReadOnlyList<TaContext> Contexts => _tas.Contexts();

    public override ulong ContextOfSession(uint session) => _tas.ContextOfSession(_tas.NormalWorldSessions, session);

    public override KernelCallSites CallSites => _core.CallSites;

    public override AddressRange Statics => _core.StaticArea.Range;

    public override bool IsCoreSite(CallSite site) => _coreSites.Contains(site);

    public override SourceSite? Describe(CallSite site) => _core.Describe(site);

    private IEnumerable<PseudoTa> DriverPseudoTas() => Options.Driver.PseudoTa is { } identity ? [new DriverPseudoTa(identity)] : [];

    private DriverGuard Guard() => new(Options.Driver.Name, _core, _driverCore, UserModeContexts);

    private IEnumerable<ulong> UserModeContexts() => Contexts.Select(c => c.UserModeCtx);

    private IDriver CreateDriver()
    {
        HeldMutexes.Outer outer = _driverCore.Mutexes.Enter("create");
        IDriver driver = Options.GuardDriver
            ? GuardedDriver.Create(Options.Driver, Options.DriverSettings, _driverCore, Guard())
            : Options.Driver.Create(_driverCore, Options.DriverSettings);
        _driverCore.Mutexes.Leave(outer);
        _driverCore.Mutexes.EndBoot();
        return driver;
    }
}

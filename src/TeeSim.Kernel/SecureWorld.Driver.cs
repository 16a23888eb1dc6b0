using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Drivers.Guard;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;
using CallSite = TeeSim.Core.CallSite;

namespace TeeSim.Kernel;

internal sealed partial class SecureWorld<TWord> : ITeeCore
{
    private readonly HeldMutexes _mutexes;
    private readonly ulong _driverStatics;

    public override IReadOnlyCollection<LockOrder> LockOrders => _mutexes.Orders;

    public int WordSize => TWord.Size;

    public AddressRange VdecPool => Options.Profile.Boot.Vdec;

    private const uint Unlocked = 0;
    private const uint Locked = 1;

    private static readonly SourceSite MutexUnlockSite = new("core/arch/arm/kernel/mutex.c", 0, "mutex_unlock");

    public ulong CurrentContext => StaticVariables.TsdCtx.Value is var ctx and not 0 ? UserModeCtxOf(ctx) : 0;

    public ulong SetCurrentContext(ulong context)
    {
        ulong previous = CurrentContext;
        StaticVariables.TsdCtx = TWord.From(context == 0 ? 0 : TeeTaCtxOf(context));
        return previous;
    }

    public ulong CurrentSession => StaticVariables.TsdSession.Value;

    public Guid UuidOf(ulong context) => Memory.Read<TeeTaCtx<TWord>>(TeeTaCtxOf(context)).Uuid;

    public IReadOnlyList<RegionInfo> Regions(ulong context) => [.. Mmu.Regions(context)];

    public ulong StaticData(int size)
    {
        if (!_booting) throw new InvalidOperationException("static memory can only be reserved while a driver is created");
        ulong address = Align.Up(_staticEnd, sizeof(ulong));
        if (address + (ulong)size > _statics + StaticBytes) throw new InvalidOperationException($"there are {StaticBytes} bytes of static memory in all");
        _staticEnd = address + (ulong)size;
        return address;
    }

    public ulong Calloc(ulong size, SourceSite site) => Heap.Calloc(1, size, _strings.Site(site));

    public void Free(ulong address) => Heap.Free(address);

    public ulong MobjPhysAlloc(ulong pa, ulong size, uint cattr, BufferAttribute battr) => Mobjs.MobjPhysAlloc(pa, size, cattr, battr);

    public void MobjPut(ulong mobj) => Mobjs.MobjPut(mobj);

    public TeeResult VmMap(ulong context, ref ulong va, ulong length, Mattr prot, VmFlags flags, ulong mobj, ulong offset) =>
        Mmu.VmMapPad(context, ref va, length, (uint)prot, flags, mobj, offset, 0, 0);

    public TeeResult VmUnmap(ulong context, ulong va, ulong length) => Mmu.VmUnmap(context, va, length);

    public TeeResult MobjGetPa(ulong mobj, ulong offset, out ulong pa) => Mobjs.GetPa(mobj, offset, 0, out pa);

    public void MutexInit(ulong mutex) => Memory.Write<uint>(mutex) = Unlocked;

    public void MutexLock(ulong mutex)
    {
        _mutexes.Locking(mutex);
        ref uint state = ref Memory.Write<uint>(mutex);
        if (state != Unlocked) throw new CallHangsException("mutex_lock", "the mutex is locked, and nobody is left to unlock it");
        state = Locked;
    }

    public void MutexUnlock(ulong mutex)
    {
        ref uint state = ref Memory.Write<uint>(mutex);
        if (state == Unlocked) throw new CorePanicException(CorePanicKind.Panic, "the mutex is not locked", MutexUnlockSite, mutex);
        state = Unlocked;
        _mutexes.Unlocked(mutex);
    }

    private IDriver CreateDriver(SecureWorldOptions options)
    {
        HeldMutexes.Outer outer = _mutexes.Enter("create");
        IDriver driver = options.GuardDriver ? GuardedDriver.Create(options, this, new DriverGuard(this)) : options.Driver.Create(this, options.DriverSettings);
        _mutexes.Leave(outer);
        return driver;
    }

    private string MutexName(ulong mutex)
    {
        if (mutex >= _driverStatics && mutex < _staticEnd) return $"static+0x{mutex - _driverStatics:x}";
        if (Heap.BlockAt(mutex) is not { IsFree: false } block) return $"0x{mutex:x}";
        MdbgEntry buffer = Heap.Describe(block.Payload);
        string site = _strings.Describe(new CallSite(buffer.File, buffer.Line))?.ShortForm ?? "heap";
        return $"{site}+0x{mutex - block.Payload:x}";
    }

    private ulong TeeTaCtxOf(ulong context) => context - UserTaLayout.UserModeCtx + UserTaLayout.Ctx;

    public void Emsg(SourceSite site, string text)
    {
        if (_log.IsOn(TraceLevel.Error)) _log.Write(TraceLevel.Error, site, text);
    }
}

using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.Structs;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;
using CallSite = TeeSim.Core.CallSite;

namespace TeeSim.Kernel.Drivers;

/// <summary>What drivers get of the core.</summary>
internal sealed class DriverCore<TWord> : ITeeCore where TWord : unmanaged, IWord<TWord>
{
    private const uint Unlocked = 0;
    private const uint Locked = 1;

    private static readonly SourceSite MutexUnlockSite = new("core/arch/arm/kernel/mutex.c", 0, "mutex_unlock");

    private readonly CoreServices<TWord> _core;
    private readonly ulong _driverStatics;

    /// <summary>The core, when the driver is about to be created: what static memory is reserved from now on is the driver's.</summary>
    public DriverCore(CoreServices<TWord> core)
    {
        _core = core;
        _driverStatics = core.StaticArea.Next;
        Mutexes = new HeldMutexes(MutexName);
    }

    /// <summary>What the running entry of the driver holds.</summary>
    public HeldMutexes Mutexes { get; }

    public SimulatedMemory Memory => _core.Memory;

    public int WordSize => TWord.Size;

    public AddressRange VdecPool => _core.Profile.Boot.Vdec;

    public ulong CurrentContext => _core.StaticVariables.TsdCtx.Value is var ctx and not 0 ? _core.UserModeCtxOf(ctx) : 0;

    public ulong SetCurrentContext(ulong context)
    {
        ulong previous = CurrentContext;
        _core.StaticVariables.TsdCtx = TWord.From(context == 0 ? 0 : _core.TeeTaCtxOf(context));
        return previous;
    }

    public ulong CurrentSession => _core.StaticVariables.TsdSession.Value;

    public Guid UuidOf(ulong context) => Memory.Read<TeeTaCtx<TWord>>(_core.TeeTaCtxOf(context)).Uuid;

    public IReadOnlyList<RegionInfo> Regions(ulong context) => [.. _core.Mmu.Regions(context)];

    public ulong StaticData(int size) => _core.StaticArea.Reserve(size);

    public ulong Calloc(ulong size, SourceSite site) => _core.Heap.Calloc(1, size, _core.Strings.Site(site));

    public void Free(ulong address) => _core.Heap.Free(address);

    public ulong MobjPhysAlloc(ulong pa, ulong size, uint cattr, BufferAttribute battr) =>
        _core.Mobjs.MobjPhysAlloc(pa, size, cattr, battr);

    public void MobjPut(ulong mobj) => _core.Mobjs.MobjPut(mobj);

    public TeeResult VmMap(ulong context, ref ulong va, ulong length, Mattr prot, VmFlags flags, ulong mobj, ulong offset) =>
        _core.Mmu.VmMapPad(context, ref va, length, (uint)prot, flags, mobj, offset, 0, 0);

    public TeeResult VmUnmap(ulong context, ulong va, ulong length) => _core.Mmu.VmUnmap(context, va, length);

    public TeeResult MobjGetPa(ulong mobj, ulong offset, out ulong pa) => _core.Mobjs.GetPa(mobj, offset, 0, out pa);

    public void MutexInit(ulong mutex) => Memory.Write<uint>(mutex) = Unlocked;

    public void MutexLock(ulong mutex)
    {
        Mutexes.Locking(mutex);
        ref uint state = ref Memory.Write<uint>(mutex);
        if (state != Unlocked) throw new CallHangsException("mutex_lock", "the mutex is locked, and nobody is left to unlock it");
        state = Locked;
    }

    public void MutexUnlock(ulong mutex)
    {
        ref uint state = ref Memory.Write<uint>(mutex);
        if (state == Unlocked) throw new CorePanicException(CorePanicKind.Panic, "the mutex is not locked", MutexUnlockSite, mutex);
        state = Unlocked;
        Mutexes.Unlocked(mutex);
    }

    private string MutexName(ulong mutex)
    {
        if (mutex >= _driverStatics && mutex < _core.StaticArea.End) return $"static+0x{mutex - _driverStatics:x}";
        if (_core.Heap.BlockAt(mutex) is not { IsFree: false } block) return $"0x{mutex:x}";
        MdbgEntry buffer = _core.Heap.Describe(block.Payload);
        string site = _core.Describe(new CallSite(buffer.File, buffer.Line))?.ShortForm ?? "heap";
        return $"{site}+0x{mutex - block.Payload:x}";
    }

    public void Emsg(SourceSite site, string text)
    {
        if (_core.Log.IsOn(TraceLevel.Error)) _core.Log.Write(TraceLevel.Error, site, text);
    }
}

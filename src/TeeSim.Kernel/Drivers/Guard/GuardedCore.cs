using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Drivers.Guard;

/// <summary>
/// The core as a guarded driver sees it: what the driver hands over is checked, then the guard is off while the core works.
/// </summary>
/// <param name="core">The core.</param>
/// <param name="guard">The guard.</param>
internal sealed class GuardedCore(ITeeCore core, DriverGuard guard) : ITeeCore
{
    private const int MutexSize = sizeof(uint);

    public SimulatedMemory Memory => core.Memory;

    public int WordSize => core.WordSize;

    public AddressRange VdecPool => core.VdecPool;

    public ulong CurrentContext
    {
        get
        {
            using DriverGuard.CoreWork off = guard.Off();
            return core.CurrentContext;
        }
    }

    public ulong CurrentSession
    {
        get
        {
            using DriverGuard.CoreWork off = guard.Off();
            return core.CurrentSession;
        }
    }

    public ulong SetCurrentContext(ulong context)
    {
        if (context != 0) guard.CheckContext(context, "set_ctx");
        using DriverGuard.CoreWork off = guard.Off();
        return core.SetCurrentContext(context);
    }

    public Guid UuidOf(ulong context)
    {
        guard.CheckContext(context, "the UUID");
        using DriverGuard.CoreWork off = guard.Off();
        return core.UuidOf(context);
    }

    public IReadOnlyList<RegionInfo> Regions(ulong context)
    {
        guard.CheckContext(context, "the regions");
        using DriverGuard.CoreWork off = guard.Off();
        return core.Regions(context);
    }

    public ulong StaticData(int size)
    {
        using DriverGuard.CoreWork off = guard.Off();
        ulong address = core.StaticData(size);
        guard.OwnStatics(address, (ulong)size);
        return address;
    }

    public ulong Calloc(ulong size, SourceSite site)
    {
        using DriverGuard.CoreWork off = guard.Off();
        ulong address = core.Calloc(size, site);
        if (address != 0) guard.Shadow.Allocated(address, size);
        return address;
    }

    public void Free(ulong address)
    {
        if (address == 0) return;
        guard.CheckFree(address);
        using DriverGuard.CoreWork off = guard.Off();
        core.Free(address);
        guard.Shadow.Freed(address);
    }

    public ulong MobjPhysAlloc(ulong pa, ulong size, uint cattr, BufferAttribute battr)
    {
        using DriverGuard.CoreWork off = guard.Off();
        ulong mobj = core.MobjPhysAlloc(pa, size, cattr, battr);
        if (mobj != 0) guard.Shadow.Mark(mobj, Granule.Mobj);
        return mobj;
    }

    public void MobjPut(ulong mobj)
    {
        guard.CheckMobj(mobj, "mobj_put", itsOwn: true);
        using DriverGuard.CoreWork off = guard.Off();
        core.MobjPut(mobj);
        if (mobj != 0) guard.Shadow.Mark(mobj, Granule.PutMobj);
    }

    public TeeResult MobjGetPa(ulong mobj, ulong offset, out ulong pa)
    {
        guard.CheckMobj(mobj, "mobj_get_pa", itsOwn: false);
        using DriverGuard.CoreWork off = guard.Off();
        return core.MobjGetPa(mobj, offset, out pa);
    }

    public TeeResult VmMap(ulong context, ref ulong va, ulong length, Mattr prot, VmFlags flags, ulong mobj, ulong offset)
    {
        guard.CheckContext(context, "vm_map");
        guard.CheckMobj(mobj, "vm_map", itsOwn: false);
        using DriverGuard.CoreWork off = guard.Off();
        return core.VmMap(context, ref va, length, prot, flags, mobj, offset);
    }

    public TeeResult VmUnmap(ulong context, ulong va, ulong length)
    {
        guard.CheckContext(context, "vm_unmap");
        using DriverGuard.CoreWork off = guard.Off();
        return core.VmUnmap(context, va, length);
    }

    public void MutexInit(ulong mutex)
    {
        guard.Check(mutex, MutexSize);
        using DriverGuard.CoreWork off = guard.Off();
        core.MutexInit(mutex);
    }

    public void MutexLock(ulong mutex)
    {
        guard.Check(mutex, MutexSize);
        using DriverGuard.CoreWork off = guard.Off();
        core.MutexLock(mutex);
    }

    public void MutexUnlock(ulong mutex)
    {
        guard.Check(mutex, MutexSize);
        using DriverGuard.CoreWork off = guard.Off();
        core.MutexUnlock(mutex);
    }

    public void Emsg(SourceSite site, string text)
    {
        using DriverGuard.CoreWork off = guard.Off();
        core.Emsg(site, text);
    }
}

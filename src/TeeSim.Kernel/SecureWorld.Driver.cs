using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel;

internal sealed partial class SecureWorld<TWord> : ITeeCore
{
    public int WordSize => TWord.Size;

    public AddressRange VdecPool => Options.Profile.Boot.Vdec;

    public ulong CurrentContext => StaticVariables.TsdCtx.Value - UserTaLayout.Ctx + UserTaLayout.UserModeCtx;

    public Guid UuidOf(ulong context) =>
        Memory.Read<TeeTaCtx<TWord>>(context - UserTaLayout.UserModeCtx + UserTaLayout.Ctx).Uuid;

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

    public void Emsg(SourceSite site, string text)
    {
        if (_log.IsOn(TraceLevel.Error)) _log.Write(TraceLevel.Error, site, text);
    }
}

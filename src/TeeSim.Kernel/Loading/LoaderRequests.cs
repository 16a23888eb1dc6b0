using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Services;
using TeeSim.Mmu;
using TeeSim.Mmu.UserSpace;
using CallSite = TeeSim.Core.CallSite;

namespace TeeSim.Kernel.Loading;

/// <summary>
/// What the core does for a TA's loader (<c>core/pta/system.c</c> 3.10.0; <c>ldelf_syscalls.c</c> from 3.12 on). Sizes are bytes unless a
/// name says pages; the calling TA's context is the current one.
/// </summary>
internal sealed class LoaderRequests<TWord> where TWord : unmanaged, IWord<TWord>
{
    private const ulong FirstHandles = 4;
    private const uint UserRw = (uint)(Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw);
    private const uint CoreRw = (uint)(Mattr.Pr | Mattr.Pw);

    private readonly CoreServices<TWord> _core;
    private readonly TraceLog _log;
    private readonly SourceSites _sites;
    private readonly TaStore<TWord> _store;
    private readonly CallSite _systemCtxSite;
    private readonly CallSite _binHandleSite;
    private readonly CallSite _handleArraySite;
    private readonly ulong _storeOps;

    public LoaderRequests(CoreServices<TWord> core)
    {
        _core = core;
        _log = core.Log;
        StringTable strings = core.Strings;
        _sites = core.Profile.Sites;
        _store = new TaStore<TWord>(core);
        _systemCtxSite = strings.Site(_sites.SystemCtx);
        _binHandleSite = strings.Site(_sites.BinHandle);
        _handleArraySite = strings.Site(_sites.HandleArray);
        _storeOps = strings.Intern("REE");
    }

    private Heap Heap => _core.Heap;

    private SimulatedMemory Memory => _core.Memory;

    /// <summary>The record of what is open, or 0 when the heap has no room for it.</summary>
    public ulong NewSystemCtx() => Heap.Calloc(1, (ulong)Unsafe.SizeOf<SystemCtx<TWord>>(), _systemCtxSite);

    /// <summary>Closes what is still open, and frees the record, which is 0 then; 0 is allowed.</summary>
    public void FreeSystemCtx(ref ulong systemCtx)
    {
        if (systemCtx == 0) return;
        ref readonly SystemCtx<TWord> ctx = ref Memory.Read<SystemCtx<TWord>>(systemCtx);
        for (ulong i = 0; i < ctx.MaxHandles.Value; i++)
        {
            if (HandleAt(systemCtx, i).Value != 0) CloseTaBinary(systemCtx, i);
        }

        Heap.Free(ctx.Handles.Value);
        Heap.Free(systemCtx);
        systemCtx = 0;
    }

    /// <summary>Maps zeroed memory (<c>MAP_ZI</c>).</summary>
    /// <param name="context">The <c>user_mode_ctx</c>.</param>
    /// <param name="va">The wanted address, or 0; then the address.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="padBegin">Bytes kept free in front.</param>
    /// <param name="padEnd">Bytes kept free behind.</param>
    public TeeResult MapZi(ulong context, ref ulong va, ulong size, ulong padBegin, ulong padEnd) =>
        MapNew(context, ref va, size, UserRw, VmFlags.None, file: 0, padBegin, padEnd, out _);

    /// <summary>Unmaps (<c>UNMAP</c>). The core's own mappings are not the loader's to touch.</summary>
    public TeeResult Unmap(ulong context, ulong va, ulong size)
    {
        TeeResult result = CheckNotPermanent(context, va, ref size);
        return result == TeeResult.SUCCESS ? _core.Mmu.VmUnmap(context, va, size) : result;
    }

    /// <summary>Moves a mapping (<c>REMAP</c>).</summary>
    public TeeResult Remap(ulong context, ulong va, ref ulong newVa, ulong size)
    {
        TeeResult result = CheckNotPermanent(context, va, ref size);
        return result == TeeResult.SUCCESS ? _core.Mmu.VmRemap(context, ref newVa, va, size, 0, 0) : result;
    }

    private TeeResult CheckNotPermanent(ulong context, ulong va, ref ulong size)
    {
        size = Align.Up(size, Pages.SmallPageSize) & TWord.Mask;
        TeeResult result = _core.Mmu.VmGetFlags(context, va, size, out VmFlags flags);
        if (result != TeeResult.SUCCESS) return result;
        return flags.HasFlag(VmFlags.Permanent) ? TeeResult.ACCESS_DENIED : TeeResult.SUCCESS;
    }

    /// <summary>Opens the binary of a TA (<c>OPEN_TA_BINARY</c>).</summary>
    /// <param name="systemCtx">The record of what is open.</param>
    /// <param name="uuid">The TA.</param>
    /// <param name="fileSize">Bytes of its file; null when there is none.</param>
    /// <param name="handle">On success the binary's handle.</param>
    public TeeResult OpenTaBinary(ulong systemCtx, Guid uuid, ulong? fileSize, out ulong handle)
    {
        handle = 0;
        ulong bin = Heap.Calloc(1, (ulong)Unsafe.SizeOf<BinHandle<TWord>>(), _binHandleSite);
        if (bin == 0) return TeeResult.OUT_OF_MEMORY;
        Debug(_sites.LookupTaBinaryLine, $"Lookup user TA ELF {uuid} (REE)");
        TeeResult result = _store.Open(fileSize, out ulong stored);
        Debug(_sites.TaBinaryResultLine, $"res=0x{(uint)result:x}");
        ulong file = 0;
        if (result == TeeResult.SUCCESS)
        {
            Span<byte> tag = stackalloc byte[32];
            uuid.TryWriteBytes(tag);
            BinaryPrimitives.WriteUInt64LittleEndian(tag[16..], fileSize!.Value);
            file = _core.Files.FileGetByTag(tag);
            if (file == 0) result = TeeResult.OUT_OF_MEMORY;
        }

        ref BinHandle<TWord> b = ref Memory.Write<BinHandle<TWord>>(bin);
        b.Op = TWord.From(_storeOps);
        b.Handle = TWord.From(stored);
        b.File = TWord.From(file);
        b.Size = TWord.From(fileSize ?? 0);
        if (result == TeeResult.SUCCESS) result = StoreHandle(systemCtx, bin, out handle);
        if (result != TeeResult.SUCCESS) CloseBin(bin);
        return result;
    }

    /// <summary>Closes a binary (<c>CLOSE_TA_BINARY</c>).</summary>
    public void CloseTaBinary(ulong systemCtx, ulong handle)
    {
        ref TWord slot = ref HandleAt(systemCtx, handle);
        ulong bin = slot.Value;
        slot = TWord.From(0UL);
        CloseBin(bin);
    }

    /// <summary>Whether no binary is open any more.</summary>
    public bool IsIdle(ulong systemCtx)
    {
        ulong max = Memory.Read<SystemCtx<TWord>>(systemCtx).MaxHandles.Value;
        for (ulong i = 0; i < max; i++)
        {
            if (HandleAt(systemCtx, i).Value != 0) return false;
        }

        return true;
    }

    /// <summary>
    /// Maps a part of a binary (<c>MAP_TA_BINARY</c>): what cannot be written is shared with other instances of the
    /// TA through slices of its file.
    /// </summary>
    /// <param name="context">The <c>user_mode_ctx</c>.</param>
    /// <param name="bin">The handle's binary.</param>
    /// <param name="va">The wanted address, or 0; then the address.</param>
    /// <param name="size">Bytes, a multiple of a page.</param>
    /// <param name="fileOffset">Where in the file, in bytes, a multiple of a page.</param>
    /// <param name="executable">Whether the TA may execute it.</param>
    /// <param name="padBegin">Bytes kept free in front.</param>
    /// <param name="padEnd">Bytes kept free behind.</param>
    public TeeResult MapTaBinary(
        ulong context, ulong bin, ref ulong va, ulong size, ulong fileOffset, bool executable, ulong padBegin, ulong padEnd)
    {
        ulong file = Memory.Read<BinHandle<TWord>>(bin).File.Value;
        uint page = (uint)(fileOffset / Pages.SmallPageSize);
        Mattr prot = Mattr.Ur | Mattr.Pr | (executable ? Mattr.Ux : 0);
        if (_core.Files.FileFindSlice(file, page) is { } slice)
        {
            if (slice.PageOffset != page || _core.Fobjs.NumPages(slice.Fobj) < size / Pages.SmallPageSize) return TeeResult.BAD_PARAMETERS;
            return MapAndPut(
                context, ref va, size, (uint)prot, VmFlags.Readonly, _core.Mobjs.MobjWithFobjAlloc(slice.Fobj, file), padBegin, padEnd);
        }

        TeeResult result = MapNew(context, ref va, size, CoreRw, VmFlags.Readonly, file, padBegin, padEnd, out ulong fobj);
        if (result != TeeResult.SUCCESS) return result;
        result = _core.Mmu.VmSetProt(context, va, size, (uint)prot);
        if (result == TeeResult.SUCCESS) result = _core.Files.FileAddSlice(file, fobj, page);
        if (result != TeeResult.SUCCESS) _core.Mmu.VmUnmap(context, va, size);
        return result;
    }

    /// <summary>The binary behind a handle.</summary>
    public ulong BinOf(ulong systemCtx, ulong handle) => HandleAt(systemCtx, handle).Value;

    /// <summary>New memory of the TA RAM, mapped: what every mapping of a TA's own is made of. The mapping alone holds it.</summary>
    public TeeResult MapNew(
        ulong context, ref ulong va, ulong size, uint prot, VmFlags flags, ulong file, ulong padBegin, ulong padEnd, out ulong fobj)
    {
        fobj = _core.Fobjs.FobjSecMemAlloc((uint)(Align.Up(size, Pages.SmallPageSize) / Pages.SmallPageSize));
        if (fobj == 0) return TeeResult.OUT_OF_MEMORY;
        ulong mobj = _core.Mobjs.MobjWithFobjAlloc(fobj, file);
        _core.Fobjs.FobjPut(fobj);
        return MapAndPut(context, ref va, size, prot, flags, mobj, padBegin, padEnd);
    }

    // Who maps an object keeps no reference of his own.
    private TeeResult MapAndPut(ulong context, ref ulong va, ulong size, uint prot, VmFlags flags, ulong mobj, ulong padBegin, ulong padEnd)
    {
        if (mobj == 0) return TeeResult.OUT_OF_MEMORY;
        TeeResult result = _core.Mmu.VmMapPad(context, ref va, size, prot, flags, mobj, 0, padBegin, padEnd);
        _core.Mobjs.MobjPut(mobj);
        return result;
    }

    private TeeResult StoreHandle(ulong systemCtx, ulong bin, out ulong handle)
    {
        handle = 0;
        ref readonly SystemCtx<TWord> ctx = ref Memory.Read<SystemCtx<TWord>>(systemCtx);
        if (ctx.MaxHandles.Value == 0)
        {
            ulong array = Heap.Calloc(FirstHandles, (ulong)TWord.Size, _handleArraySite);
            if (array == 0) return TeeResult.OUT_OF_MEMORY;
            ref SystemCtx<TWord> changed = ref Memory.Write<SystemCtx<TWord>>(systemCtx);
            changed.Handles = TWord.From(array);
            changed.MaxHandles = TWord.From(FirstHandles);
        }

        // A loader has one binary open at a time, so there is always room.
        while (HandleAt(systemCtx, handle).Value != 0) handle++;
        HandleAt(systemCtx, handle) = TWord.From(bin);
        return TeeResult.SUCCESS;
    }

    private ref TWord HandleAt(ulong systemCtx, ulong handle) =>
        ref Memory.Write<TWord>(Memory.Read<SystemCtx<TWord>>(systemCtx).Handles.Value + handle * (ulong)TWord.Size);

    private void CloseBin(ulong bin)
    {
        ref readonly BinHandle<TWord> b = ref Memory.Read<BinHandle<TWord>>(bin);
        ulong file = b.File.Value;
        _store.Close(b.Handle.Value);
        _core.Files.FilePut(file);
        Heap.Free(bin);
    }

    private void Debug(SourceSite? site, string text)
    {
        if (_log.IsOn(TraceLevel.Debug)) _log.Write(TraceLevel.Debug, site, text);
    }
}

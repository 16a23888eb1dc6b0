using System.Runtime.CompilerServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Services;
using TeeSim.Mmu;
using CallSite = TeeSim.Core.CallSite;

namespace TeeSim.Kernel.Loading;

/// <summary>
/// Where binaries come from: the REE file system (<c>ree_fs_ta.c</c> 3.10.0). The supplicant hands the file over in shared memory; what is
/// copied out of it and checked is not modelled, only what is allocated meanwhile. With <c>CFG_REE_FS_TA_BUFFERED</c> the whole file
/// is copied into the TA RAM first.
/// </summary>
internal sealed class TaStore<TWord> where TWord : unmanaged, IWord<TWord>
{
    // A header of 20 bytes, a SHA-256 hash, and an RSA-2048 signature.
    private const ulong SignedHeaderSize = 20 + DigestSize + 256;
    private const ulong DigestSize = 32;

    // The supplicant's buffers lie elsewhere in ordinary RAM.
    private const ulong RpcPages = 0x7000_0000;

    private readonly CoreServices<TWord> _core;
    private readonly bool _buffered;
    private readonly CallSite _handleSite;
    private readonly CallSite _digestSite;
    private readonly CallSite _headerSite;
    private readonly CallSite _bufferedHandleSite;
    private readonly CallSite _bufferedTagSite;

    public TaStore(CoreServices<TWord> core)
    {
        _core = core;
        StringTable strings = core.Strings;
        SourceSites sites = core.Profile.Sites;
        _buffered = core.Profile.Tas.BuffersTaBinaries;
        _handleSite = strings.Site(sites.ReeFsTaHandle);
        _digestSite = strings.Site(sites.ReeFsTaDigest);
        _headerSite = strings.Site(sites.SignedHeader);
        _bufferedHandleSite = strings.Site(sites.ReeFsTaBufferedHandle);
        _bufferedTagSite = strings.Site(sites.ReeFsTaBufferedTag);
    }

    private Heap Heap => _core.Heap;

    private SimulatedMemory Memory => _core.Memory;

    /// <summary>Opens a binary.</summary>
    /// <param name="size">Bytes of the file; null when the normal world has none, which is <c>ITEM_NOT_FOUND</c>.</param>
    /// <param name="handle">On success the store's handle.</param>
    public TeeResult Open(ulong? size, out ulong handle) => _buffered ? OpenBuffered(size, out handle) : OpenPlain(size, out handle);

    /// <summary>Closes a binary, reading what is left of it for its digest; 0 is allowed.</summary>
    public void Close(ulong handle)
    {
        if (handle == 0) return;
        if (!_buffered)
        {
            FinishDigest();
            ClosePlain(handle);
            return;
        }

        ref readonly BufferedTaHandle<TWord> h = ref Memory.Read<BufferedTaHandle<TWord>>(handle);
        ulong tag = h.Tag.Value;
        _core.TeeMm.Free(h.Image.Value);
        Heap.Free(tag);
        Heap.Free(handle);
    }

    private TeeResult OpenPlain(ulong? size, out ulong handle)
    {
        handle = Heap.Calloc(1, (ulong)Unsafe.SizeOf<ReeFsTaHandle<TWord>>(), _handleSite);
        if (handle == 0) return TeeResult.OUT_OF_MEMORY;
        if (size is not { } bytes)
        {
            Heap.Free(handle);
            handle = 0;
            return TeeResult.ITEM_NOT_FOUND;
        }

        ulong payload = AllocRpcPayload(bytes);
        ulong header = payload == 0 ? 0 : Heap.Malloc(SignedHeaderSize, _headerSite);
        ref ReeFsTaHandle<TWord> h = ref Memory.Write<ReeFsTaHandle<TWord>>(handle);
        h.Mobj = TWord.From(payload);
        h.SignedHeader = TWord.From(header);
        if (header != 0) return TeeResult.SUCCESS;
        ClosePlain(handle);
        handle = 0;
        return TeeResult.OUT_OF_MEMORY;
    }

    // Memory of the normal world for a request to it (thread_rpc_alloc_payload), mapped into the core; 0 without room.
    private ulong AllocRpcPayload(ulong size) =>
        _core.Mobjs.MobjMappedShmAlloc(PageList.From(RpcPages, Align.Up(size, Pages.SmallPageSize) / Pages.SmallPageSize), 0, RpcPages);

    private void ClosePlain(ulong handle)
    {
        ref readonly ReeFsTaHandle<TWord> h = ref Memory.Read<ReeFsTaHandle<TWord>>(handle);
        ulong header = h.SignedHeader.Value;
        _core.Mobjs.MobjPut(h.Mobj.Value);
        Heap.Free(header);
        Heap.Free(handle);
    }

    // Whether it could be computed makes no difference to what comes after: the model's files are genuine.
    private void FinishDigest() => Heap.Free(Heap.Malloc(DigestSize, _digestSite));

    private TeeResult OpenBuffered(ulong? size, out ulong handle)
    {
        handle = Heap.Calloc(1, (ulong)Unsafe.SizeOf<BufferedTaHandle<TWord>>(), _bufferedHandleSite);
        if (handle == 0) return TeeResult.OUT_OF_MEMORY;
        TeeResult result = OpenPlain(size, out ulong inner);
        ulong tag = 0;
        ulong image = 0;
        if (result == TeeResult.SUCCESS)
        {
            tag = Heap.Malloc(DigestSize, _bufferedTagSite);
            if (tag != 0) image = _core.TeeMm.Alloc(_core.TeeMmSecDdr, size!.Value);
            if (image == 0) result = TeeResult.OUT_OF_MEMORY;
            FinishDigest();
            ClosePlain(inner);
        }

        if (result != TeeResult.SUCCESS)
        {
            Heap.Free(tag);
            Heap.Free(handle);
            handle = 0;
            return result;
        }

        ref BufferedTaHandle<TWord> h = ref Memory.Write<BufferedTaHandle<TWord>>(handle);
        h.Tag = TWord.From(tag);
        h.Image = TWord.From(image);
        return TeeResult.SUCCESS;
    }
}

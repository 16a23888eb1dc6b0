using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.Structs;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Loading;

/// <summary>
/// Loads TAs: what the core maps for the loader (<c>load_ldelf</c>), and what the loader (<c>ldelf/</c>), running in the TA's address
/// space, asks of the core. The model has the requests and their order, not the ELF files.
/// </summary>
internal sealed class TaLoader<TWord> : ITaLoader where TWord : unmanaged, IWord<TWord>
{
    private const uint CoreRw = (uint)(Mattr.Pr | Mattr.Pw);
    private const uint UserRw = (uint)(Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw);
    private const uint UserRx = (uint)(Mattr.Ur | Mattr.Ux);

    private readonly CoreServices<TWord> _core;
    private readonly TaManager<TWord> _tas;
    private readonly TraceLog _log;
    private readonly SourceSites _sites;
    private readonly LoaderOptions _options;

    public TaLoader(CoreServices<TWord> core, TaManager<TWord> tas)
    {
        _core = core;
        _tas = tas;
        _log = core.Log;
        _sites = core.Profile.Sites;
        _options = core.Profile.Tas.Loader;
        Requests = new LoaderRequests<TWord>(core);
    }

    /// <summary>What the core does for loaders, and for TAs that load libraries.</summary>
    public LoaderRequests<TWord> Requests { get; }

    /// <summary>Done while the normal world reads a TA's file.</summary>
    public Action WhileWaiting { get; init; } = () => { };

    public TeeResult LoadLdelf(ulong context, ulong userTaCtx)
    {
        using KernelStack.Frame frame = _core.Stack.Enter("load_ldelf");
        ulong va = 0;
        TeeResult result = TeeResult.SUCCESS;
        if (_options.BounceBufferSize != 0) result = Map(context, ref va, _options.BounceBufferSize, CoreRw, VmFlags.None);
        ulong stack = 0;
        if (result == TeeResult.SUCCESS) result = Map(context, ref stack, _options.StackSize, UserRw, VmFlags.Ldelf);
        if (result != TeeResult.SUCCESS) return result;
        _core.Memory.Write<UserTaCtxHead<TWord>>(userTaCtx).LdelfStackPtr = TWord.From(stack + _options.StackSize);
        ulong code = 0;
        result = Map(context, ref code, _options.CodeSize, CoreRw, VmFlags.Ldelf);
        if (result != TeeResult.SUCCESS) return result;
        ulong data = code + Align.Up(_options.CodeSize, Pages.SmallPageSize);
        result = Map(context, ref data, _options.DataSize, UserRw, VmFlags.Ldelf);
        if (result == TeeResult.SUCCESS)
            result = _core.Mmu.VmSetProt(context, code, Align.Up(_options.CodeSize, Pages.SmallPageSize), UserRx);
        if (result != TeeResult.SUCCESS) return result;
        Debug(_sites.LdelfLoadAddressLine, $"ldelf load address 0x{code:x}");
        return result;
    }

    public TeeResult Run(ulong ctx, Guid uuid, TaImage? image)
    {
        Say(_sites.LdelfLoadingLine, $"Loading TA {uuid}");
        TeeResult result = _options.UsesSystemPta ? RunThroughPta(ctx, uuid, image) : RunWithSystemCalls(ctx, uuid, image);
        if (result != TeeResult.SUCCESS && _log.IsOn(TraceLevel.Error))
            _log.Write(TraceLevel.Error, null, $"ldelf failed with res: 0x{(uint)result:x}");
        return result;
    }

    private TeeResult RunThroughPta(ulong ctx, Guid uuid, TaImage? image)
    {
        ulong list = _tas.OpenSessionsOf(ctx);
        TeeResult result = _tas.OpenSessionFromTa(ctx, new OpenSessionRequest(SystemPta<TWord>.SystemUuid), out uint session);
        if (result != TeeResult.SUCCESS) return result;
        ulong systemCtx = _tas.UserCtxOf(list, session);
        result = Load(ctx, uuid, image, ref systemCtx);
        _tas.CloseSessionFromTa(ctx, session);
        return result;
    }

    // From 3.12 on: the record of what is open comes with the first binary and goes with the last.
    private TeeResult RunWithSystemCalls(ulong ctx, Guid uuid, TaImage? image)
    {
        ulong systemCtx = 0;
        TeeResult result = Load(ctx, uuid, image, ref systemCtx);
        Requests.FreeSystemCtx(ref systemCtx);
        return result;
    }

    private TeeResult Load(ulong ctx, Guid uuid, TaImage? image, ref ulong systemCtx)
    {
        ulong context = _core.UserModeCtxOf(ctx);
        ulong pool = 0;
        TeeResult result = Requests.MapZi(context, ref pool, _options.PoolPages * Pages.SmallPageSize, 0, 0);
        if (result != TeeResult.SUCCESS) return result;
        if (systemCtx == 0)
        {
            systemCtx = Requests.NewSystemCtx();
            if (systemCtx == 0) return TeeResult.OUT_OF_MEMORY;
        }

        result = Requests.OpenTaBinary(systemCtx, uuid, image?.FileSize, out ulong handle);
        if (result != TeeResult.SUCCESS || image is null) return result;
        WhileWaiting();
        result = MapSegments(context, Requests.BinOf(systemCtx, handle), image, out ulong loadAddress);
        Requests.CloseTaBinary(systemCtx, handle);
        if (!_options.UsesSystemPta && Requests.IsIdle(systemCtx)) Requests.FreeSystemCtx(ref systemCtx);
        if (result != TeeResult.SUCCESS) return result;

        ulong stack = 0;
        result = Requests.MapZi(context, ref stack, image.StackTop, 0, 0);
        if (result != TeeResult.SUCCESS) return result;
        Say(_sites.LdelfElfLine, $"ELF ({uuid}) at 0x{loadAddress:x}");
        ref UserTaCtxHead<TWord> head = ref _core.Memory.Write<UserTaCtxHead<TWord>>(_core.UserTaCtxOf(ctx));
        head.EntryFunc = TWord.From(loadAddress);
        head.StackPtr = TWord.From(stack + image.StackTop);
        return result;
    }

    // The header's page stays mapped. The first segment goes where there is room for all, the others follow at their distances.
    private TeeResult MapSegments(ulong context, ulong bin, TaImage image, out ulong loadAddress)
    {
        loadAddress = 0;
        ulong header = 0;
        TeeResult result = Requests.MapTaBinary(context, bin, ref header, Pages.SmallPageSize, 0, executable: false, 0, 0);
        foreach (TaSegment segment in image.Segments)
        {
            if (result != TeeResult.SUCCESS) return result;
            bool first = ReferenceEquals(segment, image.Segments[0]);
            ulong size = image.MemorySize(segment);
            ulong va = first ? 0 : loadAddress + (segment.At - image.Segments[0].At);
            ulong padBegin = first ? image.AslrPages * Pages.SmallPageSize : 0;
            ulong padEnd = first ? image.Span - size : 0;
            result = segment.IsWriteable
                ? Requests.MapZi(context, ref va, size, padBegin, padEnd)
                : Requests.MapTaBinary(
                    context, bin, ref va, size, Pages.SmallPageSize + segment.At, segment.Rights.HasFlag(TaSegmentRights.Execute), padBegin,
                    padEnd);
            if (first) loadAddress = va;
        }

        return result;
    }

    private TeeResult Map(ulong context, ref ulong va, ulong size, uint prot, VmFlags flags) =>
        Requests.MapNew(context, ref va, size, prot, flags, file: 0, 0, 0, out _);

    private void Debug(SourceSite? site, string text)
    {
        if (_log.IsOn(TraceLevel.Debug)) _log.Write(TraceLevel.Debug, site, text);
    }

    private void Say(SourceSite? site, string text)
    {
        if (_log.IsOn(TraceLevel.Debug)) _log.WriteFromLdelf(TraceLevel.Debug, site, text);
    }
}

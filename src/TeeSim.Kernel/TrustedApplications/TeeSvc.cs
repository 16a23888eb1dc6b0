using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Services;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>The system calls with which a TA uses other TAs (<c>tee_svc.c</c> 3.10.0).</summary>
internal sealed class TeeSvc<TWord> where TWord : unmanaged, IWord<TWord>
{
    private const ulong UuidSize = 16;
    private const ulong IdentitySize = 20;

    private readonly CoreServices<TWord> _core;
    private readonly TaManager<TWord> _tas;
    private readonly CallSite _uuidSite;
    private readonly CallSite _paramSite;
    private readonly CallSite _identitySite;

    public TeeSvc(CoreServices<TWord> core, TaManager<TWord> tas, StringTable strings)
    {
        _core = core;
        _tas = tas;
        SourceSites sites = core.Profile.Sites;
        _uuidSite = strings.Site(sites.SvcUuid);
        _paramSite = strings.Site(sites.SvcParam);
        _identitySite = strings.Site(sites.SvcIdentity);
    }

    // struct tee_ta_param.
    private static ulong ParamSize => TWord.Size == Word32.Size ? 52UL : 104UL;

    /// <summary>Opens a session for the current TA; what it passes is copied for the time of the call.</summary>
    /// <param name="ctx">The TA's <c>tee_ta_ctx</c>.</param>
    /// <param name="request">What for; the client is the TA.</param>
    /// <param name="id">On success the session's number in the TA's own list.</param>
    public TeeResult OpenTaSession(ulong ctx, OpenSessionRequest request, out uint id)
    {
        using Core.Logging.KernelStack.Frame frame = _core.Stack.Enter("syscall_open_ta_session");
        id = 0;
        ulong uuid = _core.Heap.Malloc(UuidSize, _uuidSite);
        ulong param = uuid == 0 ? 0 : _core.Heap.Malloc(ParamSize, _paramSite);
        ulong identity = param == 0 ? 0 : _core.Heap.Malloc(IdentitySize, _identitySite);
        TeeResult result = identity == 0
            ? TeeResult.OUT_OF_MEMORY
            : _tas.OpenSession(_tas.OpenSessionsOf(ctx), request, CallMemory.None, out id);
        _core.Heap.Free(param);
        _core.Heap.Free(uuid);
        _core.Heap.Free(identity);
        return result;
    }
}

using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Loading;
using TeeSim.Kernel.Statistics;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>
/// Sessions and contexts of TAs (<c>tee_ta_manager.c</c>, <c>user_ta.c</c>, <c>pseudo_ta.c</c> 3.10.0, with 4.10.0's differences as options). One thread runs at a time; what would
/// wait for another thread for ever is a <see cref="CallHangsException"/>.
/// </summary>
internal sealed partial class TaManager<TWord> where TWord : unmanaged, IWord<TWord>
{
    // Lists that damage has bent into a circle: the C code would never come back from them.
    private static readonly SourceSite ListSite = new("core/kernel/tee_ta_manager.c", 0, "TAILQ_FOREACH");

    private readonly SecureWorld<TWord> _world;
    private readonly TraceLog _log;
    private readonly SourceSites _sites;
    private readonly TaOptions _options;
    private readonly CallSite _sessionSite;
    private readonly CallSite _userTaCtxSite;
    private readonly CallSite _pseudoTaCtxSite;
    private readonly UserTaLayout<TWord> _layout;
    private readonly SessionLayout<TWord> _sessionLayout;
    private readonly ulong _userTaOps;
    private readonly ulong _pseudoTaOps;
    private readonly TaLoader<TWord> _loader;
    private readonly IReadOnlyList<PseudoTa> _pseudoTas;
    private readonly DriverPseudoTa? _driverPseudoTa;
    private readonly TeeSvc<TWord> _svc;

    public TaManager(SecureWorld<TWord> world, TraceLog log, StringTable strings)
    {
        _world = world;
        _log = log;
        TargetProfile profile = world.Options.Profile;
        _sites = profile.Sites;
        _options = profile.Tas;
        _sessionSite = strings.Site(_sites.Session);
        _userTaCtxSite = strings.Site(_sites.UserTaCtx);
        _pseudoTaCtxSite = strings.Site(_sites.PseudoTaCtx);
        _userTaOps = strings.Intern("user_ta_ops");
        _pseudoTaOps = strings.Intern("pseudo_ta_ops");
        _layout = world.UserTaLayout;
        _sessionLayout = new SessionLayout<TWord>(profile.Structs);
        ContextList.Init();
        Sessions(NormalWorldSessions).Init();
        _world.StaticVariables.SingleInstanceThread = NoThread;
        _loader = new TaLoader<TWord>(world, this, log, strings);
        _svc = new TeeSvc<TWord>(world, this, strings);
        _driverPseudoTa = world.Options.Driver.PseudoTa is { } identity ? new DriverPseudoTa(identity) : null;
        _pseudoTas = [new SystemPta<TWord>(_loader.Requests), new StatsPseudoTa(), .. _driverPseudoTa is null ? [] : (PseudoTa[])[_driverPseudoTa]];
    }

    /// <summary>Address of the head of the list of the normal world's sessions (<c>tee_open_sessions</c>).</summary>
    public ulong NormalWorldSessions => _world.AddressOfTeeOpenSessions;

    /// <summary>What the core does for loaders, and for TAs that load libraries.</summary>
    public LoaderRequests<TWord> LoaderRequests => _loader.Requests;

    private SimulatedMemory Memory => _world.Memory;

    private TailQueue<TWord> Sessions(ulong list) => new(Memory, list, linkOffset: 0);

    private TailQueueWalk<TWord> Sessionwise(ulong list) => Sessions(list).Walk(ListSite);

    private TailQueueWalk<TWord> Contextwise() => ContextList.Walk(ListSite);

    private TailQueue<TWord> ContextList => new(Memory, _world.AddressOfTeeCtxes, TeeTaCtx<TWord>.LinkOffset);

    private ref TeeTaSession<TWord> Session(ulong address) => ref Memory.Write<TeeTaSession<TWord>>(address);

    private ref TeeTaCtx<TWord> Ctx(ulong address) => ref Memory.Write<TeeTaCtx<TWord>>(address);

    /// <summary>What a session remembers for a pseudo TA (<c>user_ctx</c>).</summary>
    public ulong UserCtxOf(ulong list, uint id) => Session(FindSession(list, id)).UserCtx.Value;

    /// <summary>Opens a session for the current TA.</summary>
    public TeeResult OpenSessionFromTa(ulong ctx, OpenSessionRequest request, out uint id) =>
        _svc.OpenTaSession(ctx, request with { Client = ClientIdentities.TrustedApp(Ctx(ctx).Uuid) }, out id);

    /// <summary>Closes a session that the current TA has opened.</summary>
    public TeeResult CloseSessionFromTa(ulong ctx, uint id) =>
        CloseSession(OpenSessionsOf(ctx), id, ClientIdentities.TrustedApp(Ctx(ctx).Uuid), fromTa: true, TaReply.Success);

    private bool IsUserTa(ulong ctx) => Ctx(ctx).Ops.Value == _userTaOps;

    private ulong UserTaCtxOf(ulong ctx) => ctx - _layout.Ctx;

    private ulong UserModeCtxOf(ulong ctx) => ctx - _layout.Ctx + _layout.UserModeCtx;

    private bool HasFlag(ulong ctx, TaFlags flag) => ((TaFlags)Ctx(ctx).Flags).HasFlag(flag);

    /// <summary>The contexts of user TAs, oldest first.</summary>
    public IReadOnlyList<TaContext> Contexts()
    {
        var contexts = new List<TaContext>();
        TailQueueWalk<TWord> walk = Contextwise();
        for (ulong c = walk.First; c != 0; c = walk.Next(c))
        {
            if (IsUserTa(c)) contexts.Add(new TaContext(Ctx(c).Uuid, UserTaCtxOf(c), UserModeCtxOf(c), Ctx(c).RefCount));
        }

        return contexts;
    }

    /// <summary>The sessions on a context, of the normal world and of TAs, by address of their struct.</summary>
    public IReadOnlyList<ulong> SessionsOn(ulong ctx)
    {
        var sessions = new List<ulong>();
        foreach (ulong list in SessionLists())
        {
            TailQueueWalk<TWord> walk = Sessionwise(list);
            for (ulong s = walk.First; s != 0; s = walk.Next(s))
            {
                if (Session(s).Ctx.Value == ctx) sessions.Add(s);
            }
        }

        return sessions;
    }

    // The normal world's list, then each user TA's own.
    private IEnumerable<ulong> SessionLists()
    {
        yield return NormalWorldSessions;
        TailQueueWalk<TWord> walk = Contextwise();
        for (ulong c = walk.First; c != 0; c = walk.Next(c))
        {
            if (IsUserTa(c)) yield return OpenSessionsOf(c);
        }
    }

    /// <summary>Address of the head of the list of sessions that a user TA has opened.</summary>
    public ulong OpenSessionsOf(ulong ctx)
    {
        UserTaCtxHead<TWord> head = default;
        return UserTaCtxOf(ctx) + (ulong)FieldOffset.Of(ref head, ref head.OpenSessions);
    }

    private void Debug(SourceSite? site, string text)
    {
        if (_log.IsOn(TraceLevel.Debug)) _log.Write(TraceLevel.Debug, site, text);
    }

    private void Error(SourceSite? site, string text)
    {
        if (_log.IsOn(TraceLevel.Error)) _log.Write(TraceLevel.Error, site, text);
    }
}

using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.Structs;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>
/// Sessions and contexts of TAs (<c>tee_ta_manager.c</c>, <c>user_ta.c</c>, <c>pseudo_ta.c</c> 3.10.0, with 4.10.0's differences as
/// options). One thread runs at a time; what would wait for another thread for ever is a <see cref="CallHangsException"/>.
/// </summary>
internal sealed partial class TaManager<TWord> where TWord : unmanaged, IWord<TWord>
{
    // Lists that damage has bent into a circle: the C code would never come back from them.
    private static readonly SourceSite ListSite = new("core/kernel/tee_ta_manager.c", 0, "TAILQ_FOREACH");

    private readonly CoreServices<TWord> _core;
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
    private readonly ITaLoader _loader;
    private readonly TeeSvc<TWord> _svc;
    private readonly TaStatus<TWord> _status;
    private readonly IReadOnlyList<TaDefinition> _definitions;

    /// <summary>Nobody has opened a session yet.</summary>
    /// <param name="core">The core's services.</param>
    /// <param name="definitions">The TAs that can be loaded.</param>
    /// <param name="createLoader">Creates what loads them.</param>
    public TaManager(CoreServices<TWord> core, IReadOnlyList<TaDefinition> definitions, Func<TaManager<TWord>, ITaLoader> createLoader)
    {
        _core = core;
        _definitions = definitions;
        _log = core.Log;
        StringTable strings = core.Strings;
        TargetProfile profile = core.Profile;
        _sites = profile.Sites;
        _options = profile.Tas;
        _sessionSite = strings.Site(_sites.Session);
        _userTaCtxSite = strings.Site(_sites.UserTaCtx);
        _pseudoTaCtxSite = strings.Site(_sites.PseudoTaCtx);
        _userTaOps = strings.Intern("user_ta_ops");
        _pseudoTaOps = strings.Intern("pseudo_ta_ops");
        _layout = core.UserTaLayout;
        _sessionLayout = new SessionLayout<TWord>(profile.Structs);
        ContextList.Init();
        Sessions(NormalWorldSessions).Init();
        _core.StaticVariables.SingleInstanceThread = NoThread;
        _loader = createLoader(this);
        _svc = new TeeSvc<TWord>(core, this, strings);
        _status = new TaStatus<TWord>(core, this);
    }

    /// <summary>The TAs that are part of the core.</summary>
    public IReadOnlyList<PseudoTa> PseudoTas { get; set; } = [];

    /// <summary>The driver, which is told about sessions and contexts; null until it has been created.</summary>
    public IDriver? Driver { get; set; }

    /// <summary>Address of the head of the list of the normal world's sessions (<c>tee_open_sessions</c>).</summary>
    public ulong NormalWorldSessions => _core.AddressOfTeeOpenSessions;

    private SimulatedMemory Memory => _core.Memory;

    private TailQueue<TWord> Sessions(ulong list) => new(Memory, list, linkOffset: 0);

    private TailQueueWalk<TWord> Sessionwise(ulong list) => Sessions(list).Walk(ListSite);

    private TailQueueWalk<TWord> Contextwise() => ContextList.Walk(ListSite);

    private TailQueue<TWord> ContextList => new(Memory, _core.AddressOfTeeCtxes, TeeTaCtx<TWord>.LinkOffset);

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

    /// <summary>The TA of a UUID that can be loaded, or null.</summary>
    public TaDefinition? DefinitionOf(Guid uuid) => _definitions.FirstOrDefault(t => t.Uuid == uuid);

    /// <summary>Prints the status block of a TA in the profile's form.</summary>
    /// <param name="ctx">Its <c>tee_ta_ctx</c>.</param>
    public void PrintStatus(ulong ctx) => _status.Print(ctx);

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

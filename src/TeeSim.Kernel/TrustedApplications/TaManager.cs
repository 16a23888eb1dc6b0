using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>
/// Sessions and contexts of TAs (<c>tee_ta_manager.c</c>, <c>user_ta.c</c> 3.10.0), as far as one call at a time needs them: the busy protocol, parameters, pseudo TAs and panics of TAs are not modelled
/// yet.
/// </summary>
internal sealed partial class TaManager<TWord> where TWord : unmanaged, IWord<TWord>
{
    private readonly SecureWorld<TWord> _world;
    private readonly TraceLog _log;
    private readonly SourceSites _sites;
    private readonly CallSite _sessionSite;
    private readonly CallSite _userTaCtxSite;
    private readonly UserTaLayout<TWord> _layout;
    private readonly SessionLayout<TWord> _sessionLayout;
    private readonly ulong _userTaOps;

    public TaManager(SecureWorld<TWord> world, TraceLog log, StringTable strings)
    {
        _world = world;
        _log = log;
        TargetProfile profile = world.Options.Profile;
        _sites = profile.Sites;
        _sessionSite = strings.Site(_sites.Session);
        _userTaCtxSite = strings.Site(_sites.UserTaCtx);
        _userTaOps = strings.Intern("user_ta_ops");
        _layout = world.UserTaLayout;
        _sessionLayout = new SessionLayout<TWord>(profile.Structs);
        ContextList.Init();
        Sessions.Init();
    }

    private SimulatedMemory Memory => _world.Memory;

    private TailQueue<TWord> Sessions => new(Memory, _world.AddressOfTeeOpenSessions, linkOffset: 0);

    private TailQueue<TWord> ContextList => new(Memory, _world.AddressOfTeeCtxes, TeeTaCtx<TWord>.LinkOffset);

    private ref TeeTaSession<TWord> Session(ulong address) => ref Memory.Write<TeeTaSession<TWord>>(address);

    private ref TeeTaCtx<TWord> Ctx(ulong address) => ref Memory.Write<TeeTaCtx<TWord>>(address);

    private ulong UserModeCtxOf(ulong ctx) => ctx - _layout.Ctx + _layout.UserModeCtx;

    public IReadOnlyList<TaContext> Contexts()
    {
        var contexts = new List<TaContext>();
        for (ulong c = ContextList.First; c != 0; c = ContextList.Next(c))
            contexts.Add(new TaContext(Ctx(c).Uuid, c - _layout.Ctx, UserModeCtxOf(c), Ctx(c).RefCount));
        return contexts;
    }

    /// <summary>Runs what a TA does for a session, with its context as the current one.</summary>
    public TeeOutcome Invoke(uint id, Func<TeeOutcome> call)
    {
        ulong session = FindSession(id);
        if (session == 0) return new TeeOutcome(TeeResult.BAD_PARAMETERS, 0, null);
        SetCurrent(Session(session).Ctx.Value);
        TeeOutcome outcome = call();
        SetCurrent(0);
        if (outcome.Result is not (TeeResult.SUCCESS or TeeResult.SHORT_BUFFER) && _log.IsOn(TraceLevel.Debug))
            _log.Write(TraceLevel.Debug, _sites.InvokeErrorLine, $"Error: {(uint)outcome.Result:x} of {OriginTrustedApp}");
        return outcome;
    }

    private const int OriginTrustedApp = 4;

    private void SetCurrent(ulong ctx) => _world.StaticVariables.TsdCtx = TWord.From(ctx);

    private ulong FindSession(uint id)
    {
        ulong session = Sessions.First;
        while (session != 0 && Session(session).Id != id) session = Sessions.Next(session);
        return session;
    }

    private void Debug(SourceSite? site, string text)
    {
        if (_log.IsOn(TraceLevel.Debug)) _log.Write(TraceLevel.Debug, site, text);
    }
}

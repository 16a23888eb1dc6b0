using System.Diagnostics.CodeAnalysis;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Logging;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.Structs;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>User TAs (<c>user_ta.c</c>): their contexts, and entering them.</summary>
internal sealed partial class TaManager<TWord>
{
    /// <summary>
    /// Makes a context and maps the loader, which loads the TA when it is entered first (<c>tee_ta_init_user_ta_session</c>).
    /// </summary>
    private TeeResult InitUserTaSession(ulong session, Guid uuid, out ulong ctx)
    {
        using KernelStack.Frame frame = _core.Stack.Enter("tee_ta_init_user_ta_session");
        ctx = 0;
        TaDefinition? definition = DefinitionOf(uuid);
        ulong userTaCtx = _core.Heap.Calloc(1, _layout.Size, _userTaCtxSite);
        if (userTaCtx == 0) return TeeResult.OUT_OF_MEMORY;
        ctx = userTaCtx + _layout.Ctx;
        ref UserTaCtxHead<TWord> head = ref Memory.Write<UserTaCtxHead<TWord>>(userTaCtx);
        head.IsInitializing = 1;
        ref TeeTaCtx<TWord> c = ref Ctx(ctx);
        c.Initializing = 1;
        InitLists(userTaCtx);
        c.Uuid = uuid;
        c.Ops = TWord.From(_userTaOps);
        TeeResult result = _core.Mmu.VmInfoInit(UserModeCtxOf(ctx));
        if (result == TeeResult.SUCCESS)
        {
            Session(session).Ctx = TWord.From(ctx);
            ulong previous = SetCurrent(ctx);
            result = ListsItsRegions(definition) ? MapFirstRegions(ctx, definition) : _loader.LoadLdelf(UserModeCtxOf(ctx), userTaCtx);
            SetCurrent(previous);
        }

        if (result != TeeResult.SUCCESS)
        {
            Session(session).Ctx = TWord.From(0UL);
            FreeUserTaCtx(ctx);
            ctx = 0;
            return result;
        }

        Ctx(ctx).RefCount = 1;
        ContextList.InsertTail(ctx);
        return TeeResult.SUCCESS;
    }

    private void InitLists(ulong userTaCtx)
    {
        ref UserTaCtxHead<TWord> head = ref Memory.Write<UserTaCtxHead<TWord>>(userTaCtx);
        ulong lists = userTaCtx + (ulong)FieldOffset.Of(ref head, ref head.OpenSessions);
        for (int i = 0; i < UserTaCtxHead<TWord>.Lists; i++) new TailQueue<TWord>(Memory, lists + (ulong)(i * 2 * TWord.Size), 0).Init();
    }

    // Listed region by region instead of loaded. Only the loader finds out that nobody has a TA.
    private static bool ListsItsRegions([NotNullWhen(true)] TaDefinition? definition) => definition is { Image: null };

    // A TA that is listed region by region is loaded already: what it has maps boot's objects of the whole RAM.
    private TeeResult MapFirstRegions(ulong ctx, TaDefinition definition)
    {
        foreach (TaRegion region in definition.FirstRegions)
        {
            (ulong mobj, AddressRange ram) = BootMobjOf(region);
            ulong va = region.Va;
            TeeResult result = _core.Mmu.VmMapPad(
                UserModeCtxOf(ctx), ref va, region.Size, (uint)region.Prot, VmFlags.None, mobj, region.Pa - ram.Start, 0, 0);
            if (result != TeeResult.SUCCESS) return result;
        }

        return TeeResult.SUCCESS;
    }

    private (ulong Mobj, AddressRange Ram) BootMobjOf(TaRegion region)
    {
        Core.Profiles.BootLayout boot = _core.Profile.Boot;
        AddressRange ram = region.RamOf(boot)!.Value;
        ref CoreStatics<TWord> statics = ref _core.StaticVariables;
        if (ram == boot.TaRam) return (statics.MobjSecDdr.Value, ram);
        return ram == boot.TeeRam ? (statics.MobjTeeRam.Value, ram) : (statics.ShmMobj.Value, ram);
    }

    /// <summary>Loads the TA if need be and calls its open entry (<c>user_ta_enter_open_session</c>).</summary>
    private TeeResult EnterOpenUserTa(ulong ctx, ulong session, OpenSessionRequest request, CallMemory memory)
    {
        if (Memory.Read<UserTaCtxHead<TWord>>(UserTaCtxOf(ctx)).IsInitializing != 0)
        {
            TeeResult loaded = Load(ctx);
            if (loaded != TeeResult.SUCCESS) return loaded;
        }

        return Enter(ctx, session, request.Reply, memory, body: null).Result;
    }

    // init_with_ldelf: until it has succeeded the context has no flags, so nobody can tell that it is a single instance.
    private TeeResult Load(ulong ctx)
    {
        using KernelStack.Frame frame = _core.Stack.Enter("init_with_ldelf");
        TaDefinition? definition = DefinitionOf(Ctx(ctx).Uuid);
        if (!ListsItsRegions(definition))
        {
            ulong previous = SetCurrent(ctx);
            TeeResult result = _loader.Run(ctx, Ctx(ctx).Uuid, definition?.Image);
            SetCurrent(previous);
            if (result != TeeResult.SUCCESS || definition is null) return result;
        }

        ref UserTaCtxHead<TWord> head = ref Memory.Write<UserTaCtxHead<TWord>>(UserTaCtxOf(ctx));
        head.IsInitializing = 0;
        head.Is32Bit = TWord.Size == Word32.Size ? (byte)1 : (byte)0;
        Ctx(ctx).Flags = (uint)definition.Flags;
        return TeeResult.SUCCESS;
    }

    private void EnterCloseUserTa(ulong ctx, ulong session, TaReply reply)
    {
        // A TA that was never loaded has no entry point.
        if (Memory.Read<UserTaCtxHead<TWord>>(UserTaCtxOf(ctx)).IsInitializing == 0)
            Enter(ctx, session, reply, CallMemory.None, body: null);
    }

    private TeeOutcome InvokeUserTa(ulong ctx, ulong session, TaReply reply, CallMemory memory, Func<PseudoTa?, TeeOutcome> body) =>
        Enter(ctx, session, reply, memory, body);

    /// <summary>Runs a TA (<c>user_ta_enter</c>): maps what is passed, makes its context and the session current, and undoes all.</summary>
    private TeeOutcome Enter(ulong ctx, ulong session, TaReply reply, CallMemory memory, Func<PseudoTa?, TeeOutcome>? body)
    {
        using KernelStack.Frame frame = _core.Stack.Enter("user_ta_enter");
        if (memory.References.Length > TeeMmu.MostParams) return TeeOutcome.Error(TeeResult.BAD_PARAMETERS);
        if (memory.References.Length > 0)
        {
            TeeResult mapped = _core.Mmu.VmMapParam(UserModeCtxOf(ctx), memory.References, stackalloc ulong[TeeMmu.MostParams]);
            if (mapped != TeeResult.SUCCESS) return TeeOutcome.Of(mapped);
        }

        ulong previous = SetCurrent(ctx);
        ulong previousSession = SetCurrentSession(session);
        TeeOutcome outcome = reply.PanicCode is { } code ? Panic(ctx, code) : body is null ? TeeOutcome.Of(reply.Result) : body(null);
        if (memory.References.Length > 0) _core.Mmu.CleanParam(UserModeCtxOf(ctx));
        SetCurrentSession(previousSession);
        SetCurrent(previous);
        return outcome;
    }

    /// <summary>Makes a context the thread's current one; 0 for none.</summary>
    /// <returns>The one before.</returns>
    private ulong SetCurrent(ulong ctx)
    {
        ref CoreStatics<TWord> statics = ref _core.StaticVariables;
        ulong previous = statics.TsdCtx.Value;
        statics.TsdCtx = TWord.From(ctx);
        return previous;
    }

    /// <summary>
    /// Makes a session the thread's current one (<c>tee_ta_push_current_session</c>), or the one before again
    /// (<c>tee_ta_pop_current_session</c>).
    /// </summary>
    /// <returns>The one before.</returns>
    private ulong SetCurrentSession(ulong session)
    {
        ref CoreStatics<TWord> statics = ref _core.StaticVariables;
        ulong previous = statics.TsdSession.Value;
        statics.TsdSession = TWord.From(session);
        return previous;
    }

    private void DestroyUserTa(ulong ctx)
    {
        CloseOwnSessions(ctx);
        FreeUserTaCtx(ctx);
    }

    // What the TA itself has opened goes with it, the oldest first.
    private void CloseOwnSessions(ulong ctx)
    {
        ulong list = OpenSessionsOf(ctx);
        while (Sessions(list).First is var session and not 0)
        {
            CloseSession(list, session, Session(session).Id, client: null, fromTa: true, TaReply.Success);
            if (Sessions(list).First == session)
                throw new CorePanicException(CorePanicKind.Hang, "a session that cannot be closed stays the first", ListSite, session);
        }
    }

    private void FreeUserTaCtx(ulong ctx)
    {
        EndAddressSpace(ctx);
        _core.Heap.Free(UserTaCtxOf(ctx));
    }
}

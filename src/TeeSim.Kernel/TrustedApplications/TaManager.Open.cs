using TeeSim.Core;

namespace TeeSim.Kernel.TrustedApplications;

internal sealed partial class TaManager<TWord>
{
    /// <summary>Opens a session of the normal world (<c>tee_ta_open_session</c>).</summary>
    public TeeOutcome OpenSession(Guid uuid)
    {
        TeeResult result = InitSession(uuid, out ulong session);
        if (result == TeeResult.SUCCESS) return new TeeOutcome(result, Session(session).Id, null);
        Debug(_sites.InitSessionFailedLine, $"init session failed 0x{(uint)result:x}");
        return new TeeOutcome(result, 0, null);
    }

    private TeeResult InitSession(Guid uuid, out ulong session)
    {
        session = _world.Heap.Calloc(1, _sessionLayout.Size, _sessionSite);
        if (session == 0) return TeeResult.OUT_OF_MEMORY;
        ref TeeTaSession<TWord> s = ref Session(session);
        s.CancelMask = 1;
        if (_sessionLayout.LockThreadIsInt) Memory.Write<int>(session + _sessionLayout.LockThreadOffset) = -1;
        else Memory.Write<short>(session + _sessionLayout.LockThreadOffset) = -1;
        s.Id = NewId();
        Sessions.InsertTail(session);

        TeeResult result = InitContext(uuid, out ulong ctx);
        if (result != TeeResult.SUCCESS)
        {
            Sessions.Remove(session);
            _world.Heap.Free(session);
            return result;
        }

        Session(session).Ctx = TWord.From(ctx);
        return TeeResult.SUCCESS;
    }

    // One more than that of the last in the list; 0 and ids in use are passed over.
    private uint NewId()
    {
        if (Sessions.First == 0) return 1;
        uint id = Session(Sessions.Last).Id + 1;
        while (id == 0 || FindSession(id) != 0) id++;
        return id;
    }

    private TeeResult InitContext(Guid uuid, out ulong ctx)
    {
        ctx = FindContext(uuid);
        if (ctx != 0 && HasFlag(ctx, TaFlags.SingleInstance))
        {
            if (!HasFlag(ctx, TaFlags.MultiSession) && Ctx(ctx).RefCount != 0) return TeeResult.BUSY;
            Debug(_sites.ReopenLine, $"Re-open TA {uuid}");
            Ctx(ctx).RefCount++;
            return TeeResult.SUCCESS;
        }

        // No pseudo TA is modelled yet, so none is found.
        Debug(_sites.LookupPseudoTaLine, $"Lookup pseudo TA {uuid}");
        return InitUserTaContext(uuid, out ctx);
    }

    private ulong FindContext(Guid uuid)
    {
        ulong ctx = ContextList.First;
        while (ctx != 0 && Ctx(ctx).Uuid != uuid) ctx = ContextList.Next(ctx);
        return ctx;
    }

    private bool HasFlag(ulong ctx, TaFlags flag) => ((TaFlags)Ctx(ctx).Flags).HasFlag(flag);

    /// <summary>Makes a context and maps what the TA starts with (<c>tee_ta_init_user_ta_session</c>).</summary>
    private TeeResult InitUserTaContext(Guid uuid, out ulong ctx)
    {
        ctx = 0;
        TaDefinition? definition = _world.Options.Tas.FirstOrDefault(t => t.Uuid == uuid);
        if (definition is null) return TeeResult.ITEM_NOT_FOUND;
        ulong userTaCtx = _world.Heap.Calloc(1, _layout.Size, _userTaCtxSite);
        if (userTaCtx == 0) return TeeResult.OUT_OF_MEMORY;
        InitLists(userTaCtx);
        ctx = userTaCtx + _layout.Ctx;
        ref TeeTaCtx<TWord> c = ref Ctx(ctx);
        c.Uuid = uuid;
        c.Ops = TWord.From(_userTaOps);
        c.Flags = (uint)definition.Flags;
        TeeResult result = _world.Mmu.VmInfoInit(userTaCtx + _layout.UserModeCtx);
        if (result == TeeResult.SUCCESS) result = MapFirstRegions(ctx, definition);
        if (result != TeeResult.SUCCESS)
        {
            _world.Mmu.VmInfoFinal(userTaCtx + _layout.UserModeCtx);
            _world.Heap.Free(userTaCtx);
            return result;
        }

        Ctx(ctx).RefCount = 1;
        ContextList.InsertTail(ctx);
        return TeeResult.SUCCESS;
    }

    private void InitLists(ulong userTaCtx)
    {
        ref UserTaCtxHead<TWord> head = ref Memory.Write<UserTaCtxHead<TWord>>(userTaCtx);
        head.Is32Bit = TWord.Size == Core.Words.Word32.Size ? (byte)1 : (byte)0;
        ulong lists = userTaCtx + (ulong)Core.Words.FieldOffset.Of(ref head, ref head.OpenSessions);
        for (int i = 0; i < 4; i++) new Core.Lists.TailQueue<TWord>(Memory, lists + (ulong)(i * 2 * TWord.Size), 0).Init();
    }

    private TeeResult MapFirstRegions(ulong ctx, TaDefinition definition)
    {
        foreach (TaRegion region in definition.FirstRegions)
        {
            (ulong mobj, AddressRange ram) = BootMobjOf(region);
            ulong va = region.Va;
            TeeResult result = _world.VmMap(UserModeCtxOf(ctx), ref va, region.Size, region.Prot, Mmu.UserSpace.VmFlags.None, mobj, region.Pa - ram.Start);
            if (result != TeeResult.SUCCESS) return result;
        }

        return TeeResult.SUCCESS;
    }

    // Loading is not modelled yet: what it would have allocated page by page is mapped through boot's object of the whole RAM.
    private (ulong Mobj, AddressRange Ram) BootMobjOf(TaRegion region)
    {
        Core.Profiles.BootLayout boot = _world.Options.Profile.Boot;
        AddressRange ram = BootCheck.RamOf(boot, region)!.Value;
        ref CoreStatics<TWord> statics = ref _world.StaticVariables;
        if (ram == boot.TaRam) return (statics.MobjSecDdr.Value, ram);
        return ram == boot.TeeRam ? (statics.MobjTeeRam.Value, ram) : (statics.ShmMobj.Value, ram);
    }
}

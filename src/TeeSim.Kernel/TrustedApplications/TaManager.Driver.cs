namespace TeeSim.Kernel.TrustedApplications;

/// <summary>What the driver is told about sessions and contexts that it may hold something for.</summary>
internal sealed partial class TaManager<TWord>
{
    /// <summary>As the TA's own close entry, the driver finds context and session current. A TA that has no regions any more has nothing left to give back.</summary>
    private void TellSessionEnds(ulong ctx, ulong session)
    {
        if (IsDriversPseudoTa(ctx))
        {
            TellSessionEnds(0, 0, session);
            return;
        }

        if (!IsUserTa(ctx) || !_world.Mmu.IsInitialized(UserModeCtxOf(ctx))) return;
        TellSessionEnds(ctx, UserModeCtxOf(ctx), session);
    }

    private void TellSessionEnds(ulong ctx, ulong context, ulong session)
    {
        ulong previous = SetCurrent(ctx);
        ulong previousSession = SetCurrentSession(session);
        _world.Driver.SessionEnds(context, session);
        SetCurrentSession(previousSession);
        SetCurrent(previous);
    }

    private bool IsDriversPseudoTa(ulong ctx) => _driverPseudoTa is { } pseudoTa && !IsUserTa(ctx) && Ctx(ctx).Uuid == pseudoTa.Uuid;

    /// <summary>Drops what a user TA has mapped, once, however it comes to its end: closed, panicked, or never loaded.</summary>
    private void EndAddressSpace(ulong ctx)
    {
        ulong context = UserModeCtxOf(ctx);
        if (!_world.Mmu.IsInitialized(context)) return;
        _world.Driver.ContextEnds(context);
        _world.Mmu.VmInfoFinal(context);
    }
}

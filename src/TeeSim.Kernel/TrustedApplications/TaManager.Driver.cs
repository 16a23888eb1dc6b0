namespace TeeSim.Kernel.TrustedApplications;

/// <summary>What the driver is told about sessions and contexts that it may hold something for.</summary>
internal sealed partial class TaManager<TWord>
{
    /// <summary>
    /// As the TA's own close entry, the driver finds context and session current. A TA that has no regions any more
    /// has nothing left to give back.
    /// </summary>
    private void TellSessionEnds(ulong ctx, ulong session)
    {
        if (!IsUserTa(ctx))
        {
            if (PseudoTaOf(ctx) is DriverPseudoTa) TellSessionEnds(0, 0, session);
        }
        else if (_core.Mmu.IsInitialized(UserModeCtxOf(ctx)))
        {
            TellSessionEnds(ctx, UserModeCtxOf(ctx), session);
        }
    }

    private void TellSessionEnds(ulong ctx, ulong context, ulong session)
    {
        ulong previous = SetCurrent(ctx);
        ulong previousSession = SetCurrentSession(session);
        Driver?.SessionEnds(context, session);
        SetCurrentSession(previousSession);
        SetCurrent(previous);
    }

    /// <summary>Drops what a user TA has mapped, once, however it comes to its end: closed, panicked, or never loaded.</summary>
    private void EndAddressSpace(ulong ctx)
    {
        ulong context = UserModeCtxOf(ctx);
        if (!_core.Mmu.IsInitialized(context)) return;
        Driver?.ContextEnds(context);
        _core.Mmu.VmInfoFinal(context);
    }
}

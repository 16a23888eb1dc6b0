using TeeSim.Core;

namespace TeeSim.Kernel;

/// <summary>What a developer has built in to look at the core.</summary>
internal sealed partial class SecureWorld<TWord>
{
    public override TeeOutcome MdbgCheck(string process, bool print) => EnterDebugging(process, () =>
    {
        if (print) Heap.PrintMdbgCheck();
        else Heap.MdbgCheck();
        return TeeOutcome.Success();
    });

    public override TeeOutcome PrintMappings(string process, Guid ta) => EnterDebugging(process, () =>
    {
        ulong context = ContextOf(ta).UserModeCtx;
        if (context == 0) return TeeOutcome.Error(TeeResult.ITEM_NOT_FOUND);
        Mmu.PrintMappings(context);
        return TeeOutcome.Success();
    });

    public override TeeOutcome PrintTaStatus(string process, Guid ta) => EnterDebugging(process, () =>
    {
        ulong context = ContextOf(ta).Address;
        if (context == 0) return TeeOutcome.Error(TeeResult.ITEM_NOT_FOUND);
        _tas.PrintStatus(context + _core.UserTaLayout.Ctx);
        return TeeOutcome.Success();
    });

    private TaContext ContextOf(Guid ta) => Contexts.FirstOrDefault(c => c.Uuid == ta);

    // What a developer has built in to look at the core is no call with arguments.
    private TeeOutcome EnterDebugging(string process, Func<TeeOutcome> call) => Enter(process, 0, call, hasArguments: false);
}

using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Panics;
using CallSite = TeeSim.Core.CallSite;

namespace TeeSim.Kernel;

/// <summary>Memory that other parts of the core hold.</summary>
internal sealed partial class SecureWorld<TWord>
{
    private readonly HeldMemory<TWord> _held;

    public override TeeOutcome Hold(string process, ulong bytes, SourceSite site) => EnterDebugging(process, () =>
    {
        ulong buffer = _held.Hold(bytes, CoreSite(site));
        return buffer == 0 ? TeeOutcome.Error(TeeResult.OUT_OF_MEMORY) : TeeOutcome.Success(buffer);
    });

    public override void KnowSite(SourceSite site) => CoreSite(site);

    public override TeeOutcome Drop(string process, ulong handle) =>
        EnterDebugging(process, () => TeeOutcome.Of(_held.Drop(handle) ? TeeResult.SUCCESS : TeeResult.ITEM_NOT_FOUND));

    private CallSite CoreSite(SourceSite site)
    {
        CallSite interned = _core.Strings.Site(site);
        _coreSites.Add(interned);
        return interned;
    }

    // Whose sites these are stands in the list itself, so a state that is gone on from needs nothing more. It may be damaged; the call that
    // finds out stops the core.
    private void RecallHeldSites()
    {
        try
        {
            foreach (ulong buffer in _held.All())
            {
                MdbgEntry entry = Heap.Describe(buffer);
                if (entry.File != 0) _coreSites.Add(new CallSite(entry.File, entry.Line));
            }
        }
        catch (CorePanicException)
        {
            return;
        }
    }
}

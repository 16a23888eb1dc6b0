using TeeSim.Core.Events;

namespace TeeSim.Bget.Malloc;

internal sealed partial class MallocContext<TWord>
{
    public override void Free(ulong payload) => Release(payload, wipe: false);

    public override void FreeWipe(ulong payload) => Release(payload, wipe: true);

    private void Release(ulong payload, bool wipe)
    {
        if (payload == 0) return;
        if (_mdbg) AssertAndClearMdbg(payload);
        _poolset.Brel(payload - (ulong)_hdr, wipe);
        _events.Publish(TeeEventKind.Freed, payload);
    }
}

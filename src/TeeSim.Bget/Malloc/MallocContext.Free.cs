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
        ulong buf = payload - (ulong)_hdr;
        if (_options.FreeAsksForSize) HeapAssertions.Check(_poolset.UsableSize(buf) > 0, HeapAssertion.BufferSize, payload);
        _poolset.Brel(buf, wipe);
        _events.Publish(TeeEventKind.Freed, payload);
    }
}

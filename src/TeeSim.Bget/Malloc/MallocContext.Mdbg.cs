using TeeSim.Bget.Structs;
using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Words;

namespace TeeSim.Bget.Malloc;

internal sealed partial class MallocContext<TWord>
{
    public override void MdbgForEach(Action<MdbgEntry> visit)
    {
        if (!_mdbg) return;
        foreach (ulong buf in AllocatedBuffers())
        {
            ulong payload = buf + (ulong)_hdr;
            AssertHeader(payload);
            ref readonly MdbgCaller<TWord> caller = ref Caller(payload);
            visit(new MdbgEntry(payload, Guard(payload).PlSize, caller.Fname.Value, caller.Line));
        }
    }

    public override void PrintMdbgCheck()
    {
        IReadOnlyList<MdbgEntry> entries = MdbgCheck();
        if (!_log.IsOn(TraceLevel.Info)) return;
        for (int i = 0; i < entries.Count; i++)
        {
            MdbgEntry entry = entries[i];
            string file = (entry.File == 0 ? null : _memory.ReadString(entry.File)) ?? "unknown";
            // %d: both sizes and lines are printed as signed numbers.
            string buffer = $"buffer: {(int)entry.Size} bytes {file}:{entry.Line}";
            string text = _profile.Log.VendorMdbgLines ? $"count: {i + 1}, vaddr: 0x{entry.Payload:x}, {buffer}" : buffer;
            _log.Write(TraceLevel.Info, _profile.Sites.MdbgCheckLine, text, underLock: true);
        }
    }

    private ref readonly MdbgCaller<TWord> Caller(ulong payload) =>
        ref _memory.Read<MdbgCaller<TWord>>((payload - (ulong)_hdr) & TWord.Mask);

    private ref readonly MdbgGuard Guard(ulong payload) => ref _memory.Read<MdbgGuard>(GuardAddress(payload));

    private ulong GuardAddress(ulong payload) => (payload - (ulong)_guardToPayload) & TWord.Mask;

    private static ulong FooterAddress(ulong payload, ulong payloadSize) =>
        (payload + Align.Up(payloadSize, sizeof(uint))) & TWord.Mask;

    private void WriteMdbg(ulong payload, ulong size, CallSite site)
    {
        ref MdbgCaller<TWord> caller = ref _memory.Write<MdbgCaller<TWord>>(payload - (ulong)_hdr);
        caller.Fname = TWord.From(site.File);
        caller.Line = (ushort)site.Line;
        _memory.Write<MdbgGuard>(GuardAddress(payload)) = new MdbgGuard { PlSize = (uint)size, Magic = MdbgHeader.HeaderMagic };
        _memory.Write<uint>(FooterAddress(payload, (uint)size)) = MdbgHeader.FooterMagic;
    }

    private void AssertHeader(ulong payload)
    {
        ref readonly MdbgGuard guard = ref Guard(payload);
        AssertHeaderMagic(guard.Magic, payload);
        AssertFooterMagic(_memory.Read<uint>(FooterAddress(payload, guard.PlSize)), payload);
    }

    // Both magics are checked before either is cleared: a panic leaves them as evidence.
    private void AssertAndClearMdbg(ulong payload)
    {
        ref MdbgGuard guard = ref _memory.Write<MdbgGuard>(GuardAddress(payload));
        AssertHeaderMagic(guard.Magic, payload);
        ref uint footer = ref _memory.Write<uint>(FooterAddress(payload, guard.PlSize));
        AssertFooterMagic(footer, payload);
        guard.Magic = 0;
        footer = 0;
    }

    private static void AssertHeaderMagic(uint magic, ulong payload) =>
        HeapAssertions.Check(magic == MdbgHeader.HeaderMagic, HeapAssertion.HeaderMagic, payload);

    private static void AssertFooterMagic(uint magic, ulong payload) =>
        HeapAssertions.Check(magic == MdbgHeader.FooterMagic, HeapAssertion.FooterMagic, payload);
}

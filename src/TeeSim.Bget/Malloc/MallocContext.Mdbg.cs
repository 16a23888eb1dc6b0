using TeeSim.Bget.Structs;
using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Words;

namespace TeeSim.Bget.Malloc;

internal sealed partial class MallocContext<TWord>
{
    public override IReadOnlyList<MdbgEntry> MdbgCheck()
    {
        if (!_mdbg) return [];
        var entries = new List<MdbgEntry>();
        foreach (ulong buf in AllocatedBuffers())
        {
            ulong payload = buf + (ulong)_hdr;
            AssertHeader(payload);
            ref readonly MdbgHeader<TWord> header = ref Header(payload);
            entries.Add(new MdbgEntry(payload, header.PlSize, header.Fname.Value, header.Line));
        }

        return entries;
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

    private ref readonly MdbgHeader<TWord> Header(ulong payload) =>
        ref _memory.Read<MdbgHeader<TWord>>((payload - (ulong)_hdr) & TWord.Mask);

    private static ulong FooterAddress(ulong payload, ulong payloadSize) =>
        (payload + Align.Up(payloadSize, sizeof(uint))) & TWord.Mask;

    private void WriteMdbg(ulong payload, ulong size, CallSite site)
    {
        ref MdbgHeader<TWord> header = ref _memory.Write<MdbgHeader<TWord>>(payload - (ulong)_hdr);
        header.Fname = TWord.From(site.File);
        header.Line = (ushort)site.Line;
        header.PlSize = (uint)size;
        header.Magic = MdbgHeader<TWord>.HeaderMagic;
        _memory.Write<uint>(FooterAddress(payload, header.PlSize)) = MdbgHeader<TWord>.FooterMagic;
    }

    private void AssertHeader(ulong payload)
    {
        ref readonly MdbgHeader<TWord> header = ref Header(payload);
        AssertHeaderMagic(header.Magic, payload);
        AssertFooterMagic(_memory.Read<uint>(FooterAddress(payload, header.PlSize)), payload);
    }

    // Both magics are checked before either is cleared: a panic leaves them as evidence.
    private void AssertAndClearMdbg(ulong payload)
    {
        ref MdbgHeader<TWord> header = ref _memory.Write<MdbgHeader<TWord>>((payload - (ulong)_hdr) & TWord.Mask);
        AssertHeaderMagic(header.Magic, payload);
        ref uint footer = ref _memory.Write<uint>(FooterAddress(payload, header.PlSize));
        AssertFooterMagic(footer, payload);
        header.Magic = 0;
        footer = 0;
    }

    private static void AssertHeaderMagic(uint magic, ulong payload) =>
        HeapAssertions.Check(magic == MdbgHeader<TWord>.HeaderMagic, HeapAssertion.HeaderMagic, payload);

    private static void AssertFooterMagic(uint magic, ulong payload) =>
        HeapAssertions.Check(magic == MdbgHeader<TWord>.FooterMagic, HeapAssertion.FooterMagic, payload);
}

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

    private void ClearMdbg(ulong payload)
    {
        ref MdbgHeader<TWord> header = ref _memory.Write<MdbgHeader<TWord>>(payload - (ulong)_hdr);
        header.Magic = 0;
        _memory.Write<uint>(FooterAddress(payload, header.PlSize)) = 0;
    }

    private void AssertHeader(ulong payload)
    {
        ref readonly MdbgHeader<TWord> header = ref Header(payload);
        HeapAssertions.Check(header.Magic == MdbgHeader<TWord>.HeaderMagic, HeapAssertion.HeaderMagic, payload);
        uint footer = _memory.Read<uint>(FooterAddress(payload, header.PlSize));
        HeapAssertions.Check(footer == MdbgHeader<TWord>.FooterMagic, HeapAssertion.FooterMagic, payload);
    }
}

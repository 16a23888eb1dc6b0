using TeeSim.Core;

namespace TeeSim.Replay;

internal sealed partial class TraceWorld
{
    private bool ExecuteHeap(ReadOnlySpan<char> operation, ref TraceTokens tokens, List<string> details, out string? result)
    {
        result = null;
        switch (operation)
        {
            case "malloc":
                result = Allocate(ref tokens, hasCount: false, (_, _, size, site) => Heap.Malloc(size, site));
                return true;
            case "calloc":
                result = Allocate(ref tokens, hasCount: true, (_, count, size, site) => Heap.Calloc(count, size, site));
                return true;
            case "realloc":
                result = Allocate(ref tokens, hasCount: false, (old, _, size, site) => Heap.Realloc(old, size, site));
                return true;
            case "free":
                Heap.Free(Release(ref tokens));
                return true;
            case "free_wipe":
                Heap.FreeWipe(Release(ref tokens));
                return true;
            case "write":
                Write(ref tokens);
                return true;
            case "poke":
                Poke(ref tokens);
                return true;
            case "alias":
                _slots[Slot(ref tokens)] = (tokens.Number("an address", _header.WordMask), 0);
                return true;
            case "reset_stats":
                Heap.ResetStats();
                return true;
            case "addpool":
                result = AddPool(ref tokens);
                return true;
            case "stats" or "freelist" or "crc" or "check":
                result = Checkpoint(operation, details);
                return true;
            default:
                return false;
        }
    }

    private static int Slot(ref TraceTokens tokens) => tokens.Number("a slot", MostSlots);

    private delegate ulong Allocation(ulong old, ulong count, ulong size, CallSite site);

    private string Allocate(ref TraceTokens tokens, bool hasCount, Allocation allocate)
    {
        int slot = Slot(ref tokens);
        ulong count = hasCount ? tokens.Number("a count", _header.WordMask) : 1;
        ulong size = tokens.Number("a size in bytes", _header.WordMask);
        CallSite site = _header.Site(ref tokens);
        (ulong old, _) = _slots.GetValueOrDefault(slot);
        ulong payload = allocate(old, count, size, site);
        if (payload == 0) return "null";
        _slots[slot] = (payload, count * size);
        return $"0x{payload:x}";
    }

    private ulong Release(ref TraceTokens tokens)
    {
        _slots.Remove(Slot(ref tokens), out (ulong Payload, ulong Size) content);
        return content.Payload;
    }

    private void Write(ref TraceTokens tokens)
    {
        (ulong payload, ulong size) = _slots.GetValueOrDefault(Slot(ref tokens));
        ulong seed = tokens.Number("a seed");
        Span<byte> bytes = _memory.WriteBytes(payload, size);
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(seed * 31 + (ulong)i * 7 + 13);
    }

    private void Poke(ref TraceTokens tokens)
    {
        (ulong payload, _) = _slots.GetValueOrDefault(Slot(ref tokens));
        ulong address = payload + (ulong)tokens.SignedNumber("an offset");
        byte value = (byte)tokens.Number("a byte", 255);
        _memory.Write<byte>(address) = value;
    }

    private string AddPool(ref TraceTokens tokens)
    {
        ulong address = tokens.Number("an address");
        ulong size = (ulong)tokens.Number("a size in bytes", TraceHeader.MostBytes);
        DeclarePool(address, size, tokens.LineNumber);
        return Heap.MallocAddPool(address, size) ? "added" : "skipped";
    }
}

namespace TeeSim.Replay;

internal sealed partial class TraceWorld
{
    private bool ExecuteHeap(ReadOnlySpan<char> operation, ref TraceTokens tokens, List<string> details, out string? result)
    {
        result = null;
        if (HeapOperation.Parse(operation, ref tokens, _header) is { } call)
        {
            result = Run(call);
            return true;
        }

        switch (operation)
        {
            case "write":
                Write(ref tokens);
                return true;
            case "poke":
                Poke(ref tokens);
                return true;
            case "alias":
                _slots[HeapOperation.ParseSlot(ref tokens)] = (tokens.Number("an address", _header.WordMask), 0);
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

    private string? Run(HeapOperation call)
    {
        (ulong payload, ulong size) = _slots.GetValueOrDefault(call.Slot);
        ulong got = call.Run(Heap, ref payload);
        if (got != 0) size = call.Bytes;
        _slots[call.Slot] = payload == 0 ? default : (payload, size);
        if (call.Releases) return null;
        return got == 0 ? "null" : $"0x{got:x}";
    }

    private void Write(ref TraceTokens tokens)
    {
        (ulong payload, ulong size) = _slots.GetValueOrDefault(HeapOperation.ParseSlot(ref tokens));
        ulong seed = tokens.Number("a seed");
        Span<byte> bytes = _memory.WriteBytes(payload, size);
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(seed * 31 + (ulong)i * 7 + 13);
    }

    private void Poke(ref TraceTokens tokens)
    {
        (ulong payload, _) = _slots.GetValueOrDefault(HeapOperation.ParseSlot(ref tokens));
        ulong address = (payload + (ulong)tokens.SignedNumber("an offset")) & _header.WordMask;
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

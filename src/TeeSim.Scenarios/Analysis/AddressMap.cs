using TeeSim.Core;

namespace TeeSim.Scenarios.Analysis;

/// <summary>Finds the buffer that an address points into in one step: an entry for each word of the heap, in chunks that exist where there are buffers.</summary>
/// <param name="heap">Where buffers can lie.</param>
internal sealed class AddressMap(AddressRange heap)
{
    // Buffers are aligned to 8 bytes at least.
    private const int GranuleShift = 3;
    private const int ChunkShift = 9;

    private readonly Allocation?[]?[] _chunks = new Allocation?[]?[(heap.Size >> (GranuleShift + ChunkShift)) + 1];

    /// <summary>The buffer whose payload contains an address, or null. An empty payload contains its own address.</summary>
    public Allocation? Holding(ulong address)
    {
        ulong offset = address - heap.Start;
        if (offset >= heap.Size || _chunks[offset >> (GranuleShift + ChunkShift)] is not { } chunk) return null;
        Allocation? candidate = chunk[IndexOf(offset)];
        return candidate is not null && address - candidate.Address < (ulong)Math.Max(candidate.Size, 1) ? candidate : null;
    }

    public void Add(Allocation buffer) => Fill(buffer, buffer);

    public void Remove(Allocation buffer) => Fill(buffer, null);

    private void Fill(Allocation buffer, Allocation? value)
    {
        // Where damage has led the core to buffers outside of its heap, nobody looks for them here.
        ulong offset = buffer.Address - heap.Start;
        if (offset >= heap.Size) return;
        ulong end = Math.Min(offset + (ulong)Math.Max(buffer.Size, 1), heap.Size);
        for (; offset < end; offset += 1 << GranuleShift)
            (_chunks[offset >> (GranuleShift + ChunkShift)] ??= new Allocation?[1 << ChunkShift])[IndexOf(offset)] = value;
    }

    private static int IndexOf(ulong offset) => (int)(offset >> GranuleShift) & ((1 << ChunkShift) - 1);
}

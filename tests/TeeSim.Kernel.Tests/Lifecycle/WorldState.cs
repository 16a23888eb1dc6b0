using TeeSim.Bget;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>
/// What a world holds, comparable byte for byte: blocks of the heap and what is in those in use, the static variables, page pools,
/// contexts, files. Not what free blocks hold, nor the order of the free list, nor the maxima of statistics.
/// </summary>
internal sealed record WorldState(
    string Blocks, string Bytes, string Statics, string Pools, string Contexts, string Files, string SharedMemory)
{
    public static WorldState Of(SecureWorld world)
    {
        // The maxima are among the static variables.
        foreach (PagePool pool in world.Pools) world.TeeMm.GetPoolStats(pool.Address, reset: true);
        HeapBlock[] used = [.. world.Heap.Blocks.Where(b => !b.IsFree)];
        return new WorldState(
            string.Join('\n', world.Heap.Blocks),
            string.Join(
                '\n', used.Select(b => $"{b.Payload:x}: {Convert.ToHexString([.. world.Memory.ReadBytes(b.Payload, b.PayloadSize)])}")),
            Convert.ToHexString([.. world.Memory.ReadBytes(world.Statics.Start, world.Statics.Size)]),
            string.Join('\n', world.Pools.SelectMany(p => world.TeeMm.Entries(p.Address)).Select(e => e.ToString())),
            string.Join('\n', world.Contexts),
            string.Join('\n',
                world.Files.All.Select(f => $"{f:x}, {world.Files.Refc(f)} references, slices {string.Join(' ', world.Files.Slices(f))}")),
            string.Join('\n', world.Mobjs.RegisteredShm));
    }
}

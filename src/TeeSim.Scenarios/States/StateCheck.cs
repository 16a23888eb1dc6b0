using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.States;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Scenarios.States;

/// <summary>Whether a core could go on from a state: its heap is sound, and all that reports look at can be walked.</summary>
internal static class StateCheck
{
    /// <summary>Whether a world could go on from a state; if not, why.</summary>
    public static string? WhyNot(SecureWorldOptions options, RunState from) => ContinueSoundly(SecureWorld.Boot(options), from.World);

    /// <summary>Brings a world that has just booted to a state.</summary>
    /// <returns>Null; or why the state is no sound one, then the world is of no use any more.</returns>
    public static string? ContinueSoundly(SecureWorld world, WorldState state)
    {
        AddressRange[] pools = [.. world.Heap.Pools];
        uint size = world.Heap.Stats.Size;
        if (world.Continue(state) is { } why) return why;
        try
        {
            // The bounds of all walks first.
            if (world.Heap.Stats.Size != size || !world.Heap.Pools.Take(pools.Length + 1).SequenceEqual(pools))
                return "its heap does not lie where this core has it";
            if (world.Heap.Validate() is [var wrong, ..]) return $"its heap is damaged: {wrong}";
            return WrongIn(world);
        }
        catch (CorePanicException damage)
        {
            return $"its memory is damaged: {damage.Message}";
        }
    }

    private static string? WrongIn(SecureWorld world)
    {
        foreach (PagePool pool in world.Pools)
        {
            if (world.TeeMm.Validate(pool.Address) is [var wrong, ..]) return $"its {pool.Name} is damaged: {wrong}";
            world.TeeMm.LargestGap(pool.Address);
        }

        foreach (TaContext context in world.Contexts)
        {
            foreach (RegionInfo region in world.Mmu.Regions(context.UserModeCtx)) world.Mobjs.GetPa(region.Mobj, region.Offset, 0, out _);
        }

        foreach (ulong file in world.Files.All)
        {
            foreach (Mmu.MemoryObjects.FileSlice slice in world.Files.Slices(file)) world.Memory.ReadBytes(slice.Fobj, 1);
        }

        foreach (ulong shm in world.Mobjs.RegisteredShm) world.Mobjs.Size(shm);
        foreach (EntryPoint entry in world.Options.Driver.EntryPoints)
            _ = entry.Gives is { IsAddress: false } handle ? world.Driver.Count(handle.Noun) : 0;
        return null;
    }
}

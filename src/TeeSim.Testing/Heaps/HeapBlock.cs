using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Kernel;

namespace TeeSim.Testing.Heaps;

/// <summary>An allocated block with the name of its call site.</summary>
/// <param name="Address">Address of its payload.</param>
/// <param name="Size">Payload bytes.</param>
/// <param name="Site"><c>core/arch/arm/mm/mobj.c:168</c>.</param>
/// <param name="SiteWithFunction"><c>core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc)</c>.</param>
internal sealed record HeapBlock(ulong Address, uint Size, string Site, string SiteWithFunction)
{
    /// <summary>A buffer of a world.</summary>
    public static HeapBlock Of(SecureWorld world, MdbgEntry entry)
    {
        // A heap without mdbg knows no callers.
        if (world.Describe(new CallSite(entry.File, entry.Line)) is not { } site)
            return new HeapBlock(entry.Payload, entry.Size, "an unknown call site", "an unknown call site");
        string text = FormattableString.Invariant($"{site.File}:{site.Line}");
        return new HeapBlock(entry.Payload, entry.Size, text, site.Function.Length == 0 ? text : $"{text} ({site.Function})");
    }

    /// <summary>All of a world, by ascending address in each pool.</summary>
    public static IReadOnlyList<HeapBlock> All(SecureWorld world) =>
        [.. world.Heap.Blocks.Where(b => !b.IsFree).Select(b => Of(world, world.Heap.Describe(b.Payload)))];
}

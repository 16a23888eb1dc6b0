using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>
/// Files: what mappings of the same read-only pages share (<c>core/mm/file.c</c> 3.10.0). A file is the simulated address of its
/// <c>struct file</c> on the heap; 0 is NULL. Offsets are pages.
/// </summary>
public abstract class Files
{
    /// <summary>Creates the functions for a target, with an empty list of files.</summary>
    /// <param name="environment">What they work on.</param>
    public static Files Create(FileEnvironment environment) => environment.Profile.Abi switch
    {
        Abi.Ilp32 => new Files<Word32>(environment),
        _ => new Files<Word64>(environment),
    };

    /// <summary>Bytes of the list's head.</summary>
    public static int ListSize(Abi abi) => abi == Abi.Ilp32 ? 2 * Word32.Size : 2 * Word64.Size;

    /// <summary>
    /// The file of a tag (<c>file_get_by_tag</c>): one that exists, with one more reference, or a new one at the head of the list.
    /// </summary>
    /// <param name="tag">At most 32 bytes.</param>
    /// <returns>The file, or 0 for a longer tag or without room on the heap.</returns>
    public abstract ulong FileGetByTag(ReadOnlySpan<byte> tag);

    /// <summary>Takes a reference (<c>file_get</c>) and returns the file; NULL stays NULL. A file without references is a panic.</summary>
    public abstract ulong FileGet(ulong file);

    /// <summary>
    /// Drops a reference (<c>file_put</c>); the last one frees the slices, the newest first, then the file. NULL is allowed.
    /// </summary>
    public abstract void FilePut(ulong file);

    /// <summary>References held of a file.</summary>
    public abstract uint Refc(ulong file);

    /// <summary>Makes pages a slice of a file (<c>file_add_slice</c>); takes a reference of them.</summary>
    /// <returns>
    /// <see cref="TeeResult.BAD_PARAMETERS"/> when a slice holds the first page, <see cref="TeeResult.OUT_OF_MEMORY"/> without heap.
    /// </returns>
    public abstract TeeResult FileAddSlice(ulong file, ulong fobj, uint pageOffset);

    /// <summary>The newest slice that holds a page of a file (<c>file_find_slice</c>), or null.</summary>
    public abstract FileSlice? FileFindSlice(ulong file, uint pageOffset);

    /// <summary>The slices of a file, newest first.</summary>
    public abstract IEnumerable<FileSlice> Slices(ulong file);

    /// <summary>The files, newest first.</summary>
    public abstract IEnumerable<ulong> All { get; }

    /// <summary>Checks the equations of all files: links, references, tags, slices that don't share pages.</summary>
    /// <returns>A sentence for each equation that does not hold.</returns>
    public abstract IReadOnlyList<string> Validate();
}

/// <summary>Pages of a file.</summary>
/// <param name="Address">The <c>file_slice_elem</c> on the heap.</param>
/// <param name="Fobj">The pages.</param>
/// <param name="PageOffset">Where in the file they start, in pages.</param>
public readonly record struct FileSlice(ulong Address, ulong Fobj, uint PageOffset);

/// <summary>What <see cref="Files"/> works on.</summary>
public sealed record FileEnvironment
{
    /// <summary>The simulated memory.</summary>
    public required SimulatedMemory Memory { get; init; }

    /// <summary>Where files and slices are allocated.</summary>
    public required Heap Heap { get; init; }

    /// <summary>The target.</summary>
    public required TargetProfile Profile { get; init; }

    /// <summary>The pages of slices.</summary>
    public required Fobjs Fobjs { get; init; }

    /// <summary>Address of the list of files: <see cref="Files.ListSize"/> bytes.</summary>
    public required ulong List { get; init; }

    /// <summary>Call site of <c>file_get_by_tag</c>.</summary>
    public required CallSite FileSite { get; init; }

    /// <summary>Call site of <c>file_add_slice</c>.</summary>
    public required CallSite SliceSite { get; init; }
}

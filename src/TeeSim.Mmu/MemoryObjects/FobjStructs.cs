using TeeSim.Core.Lists;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>
/// What every object of pages starts with (<c>struct fobj</c> 3.10.0 without pager): 12 bytes on ILP32, 16 on LP64. Equation:
/// Refc is the number of holders.
/// </summary>
internal struct Fobj<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Address of the table of functions.</summary>
    public TWord Ops;

    public uint NumPages;

    /// <summary>References held.</summary>
    public uint Refc;
}

/// <summary>Pages of TA RAM (<c>struct fobj_sec_mem</c> 3.10.0): 16 bytes on ILP32, 24 on LP64. Pointers to it point to its Fobj.</summary>
internal struct FobjSecMem<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>The entry of the page pool.</summary>
    public TWord Mm;

    public Fobj<TWord> Fobj;
}

/// <summary>A mutex that nobody holds (<c>struct mutex</c> 3.10.0): all zero, as there is one caller at a time.</summary>
internal struct KernelMutex<TWord> where TWord : unmanaged, IWord<TWord>
{
    public uint SpinLock;

    /// <summary>Head of the wait queue.</summary>
    public TWord WaitQueue;

    public short State;
}

/// <summary>
/// A file whose read-only pages mappings share (<c>struct file</c> 3.10.0): 64 bytes on ILP32, 88 on LP64; the tag's 32 bytes come first.
/// Equations: Taglen &lt;= 32; the list of slices is newest first; no page is in two slices.
/// </summary>
internal struct TeeFile<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>The hash of the file, padded with zeros.</summary>
    public FileTag Tag;

    /// <summary>Bytes of the tag.</summary>
    public uint Taglen;

    /// <summary>References held.</summary>
    public uint Refc;

    public TailQueueEntry<TWord> Link;

    public KernelMutex<TWord> Mutex;

    /// <summary>Address of the newest slice, or 0.</summary>
    public TWord Slices;
}

/// <summary>The bytes of a tag.</summary>
[System.Runtime.CompilerServices.InlineArray(Length)]
internal struct FileTag
{
    public const int Length = 32;

    private byte _first;
}

/// <summary>
/// Pages of a file (<c>struct file_slice_elem</c> 3.10.0): 12 bytes on ILP32, 24 on LP64. Equation: one reference of Fobj is held.
/// </summary>
internal struct FileSliceElem<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TWord Fobj;

    /// <summary>Where in the file they start, in pages.</summary>
    public uint PageOffset;

    /// <summary>The next older slice, or 0.</summary>
    public TWord Link;
}

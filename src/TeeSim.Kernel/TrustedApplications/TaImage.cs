using TeeSim.Core.Words;
using TeeSim.Mmu;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>
/// What a TA's binary asks its loader for: enough to model what loading leaves on the heap, in the TA RAM and in the region table.
/// </summary>
public sealed record TaImage
{
    private const ulong FrameworkStack = 2048;
    private const ulong DefaultText = 0x14000;
    private const ulong DefaultData = 0x4000;

    /// <summary>The loadable segments, in file order.</summary>
    public IReadOnlyList<TaSegment> Segments { get; init; } =
    [
        new(0, DefaultText, TaSegmentRights.Read | TaSegmentRights.Execute),
        new(DefaultText, DefaultData, TaSegmentRights.Read | TaSegmentRights.Write),
    ];

    /// <summary>Bytes of stack that the TA declares (<c>TA_STACK_SIZE</c>); the framework adds 2 KiB.</summary>
    public ulong StackSize { get; init; } = 0x800;

    /// <summary>Bytes of the stack that are in use: the status block prints what is left.</summary>
    public ulong StackUsed { get; init; }

    /// <summary>
    /// Bytes of heap that the TA declares (<c>TA_DATA_SIZE</c>): part of its uninitialised data, so of its last writeable segment.
    /// </summary>
    public ulong HeapSize { get; init; } = 0x8000;

    /// <summary>Pages of padding in front of the first segment; with <c>CFG_TA_ASLR</c> a random number below 128.</summary>
    public uint AslrPages { get; init; }

    /// <summary>Bytes of the TA's file; null for what its segments add up to.</summary>
    public ulong? BinarySize { get; init; }

    /// <summary>Bytes that the initial stack pointer is above the stack's first address.</summary>
    public ulong StackTop => StackSize + FrameworkStack;

    /// <summary>Bytes of the file that are loaded or skipped: the ELF header's page, then the segments without the heap.</summary>
    public ulong FileSize =>
        BinarySize ?? Pages.SmallPageSize + Segments.Aggregate(0UL, (sum, s) => sum + Align.Up(s.Size, Pages.SmallPageSize));

    /// <summary>Bytes in memory of a segment, in whole pages; the last writeable one has the heap at its end.</summary>
    public ulong MemorySize(TaSegment segment) =>
        Align.Up(segment.Size + (ReferenceEquals(segment, HeapSegment) ? HeapSize : 0), Pages.SmallPageSize);

    /// <summary>The segment that holds the heap; null when none is writeable.</summary>
    public TaSegment? HeapSegment => Segments.LastOrDefault(s => s.IsWriteable);

    /// <summary>Bytes from the first segment's start to the last one's end.</summary>
    public ulong Span => Segments.Max(s => s.At + MemorySize(s)) - Segments[0].At;
}

/// <summary>A loadable segment.</summary>
/// <param name="At">Where it starts in the TA, in bytes from its base; a multiple of a page.</param>
/// <param name="Size">Bytes, without the heap.</param>
/// <param name="Rights">What the TA may do with it.</param>
public sealed record TaSegment(ulong At, ulong Size, TaSegmentRights Rights)
{
    /// <summary>Whether each instance needs a copy of its own.</summary>
    public bool IsWriteable => Rights.HasFlag(TaSegmentRights.Write);
}

/// <summary>Rights of a segment (<c>PF_R</c>, <c>PF_W</c>, <c>PF_X</c>).</summary>
[Flags]
public enum TaSegmentRights
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Execute.</summary>
    Execute = 1,

    /// <summary>Write.</summary>
    Write = 2,

    /// <summary>Read.</summary>
    Read = 4,
}

using TeeSim.Bget;

namespace TeeSim.Scenarios.Objects;

/// <summary>
/// An allocated buffer as it was when its bytes were last read. As long as they stay the same, all that was found out about them does.
/// </summary>
internal sealed class HeapObject
{
    /// <summary>What its headers say.</summary>
    public MdbgEntry Entry { get; set; }

    /// <summary>128 bits of its address, its headers and its bytes; 0 while it is not there.</summary>
    public UInt128 Hash { get; set; }

    /// <summary>Whether an address lies in it.</summary>
    public bool Holds(ulong address) => address - Entry.Payload < Extent;

    /// <summary>How many bytes from its payload on are an address in it: at least 1, and 0 while it is not there.</summary>
    public ulong Extent { get; set; }

    /// <summary>128 bits of its headers and its words, those that look like pointers left out.</summary>
    public UInt128 Content { get; set; }

    /// <summary>Its words that look like pointers into the heap, and where in it they stand.</summary>
    public List<PointerWord> Pointers { get; } = [];

    /// <summary>Its words that look like the va of a page.</summary>
    public List<ulong> Pages { get; } = [];

    /// <summary>What kind of buffer it is, by its call site.</summary>
    public HeapObjectKind Kind { get; set; }

    /// <summary>Where it stands in the list of buffers; -1 while it is not there.</summary>
    public int Place { get; set; } = -1;

    /// <summary>Whether it is there.</summary>
    public bool IsPresent => Place >= 0;

    /// <summary>The last read in which it had changed.</summary>
    public long ChangedIn { get; set; }

    /// <summary>Whether content, pointers and pages are those of its bytes.</summary>
    public bool AreWordsRead { get; set; }

    /// <summary>Its place in the order in which owners lead to it, from 0; -1 while nobody does.</summary>
    public int Number { get; set; }

    /// <summary>Its entry in the list of regions, when it stands in a table; -1 otherwise.</summary>
    public int Region { get; set; } = -1;

    /// <summary>The last region that maps it, when it is an object; -1 for none.</summary>
    public int MappedBy { get; set; } = -1;

    /// <summary>Its entry in the list of contexts, when it is one; -1 otherwise.</summary>
    public int Context { get; set; } = -1;
}

/// <summary>A word that looks like a pointer into the heap.</summary>
/// <param name="Target">Where it points.</param>
/// <param name="Offset">Where it stands, in bytes from the start.</param>
internal record struct PointerWord(ulong Target, int Offset)
{
    /// <summary>The buffer that it points into when owners were looked for last; null for none.</summary>
    public HeapObject? Buffer { get; set; }
}

/// <summary>What is to be known of a buffer by its call site.</summary>
internal enum HeapObjectKind : byte
{
    /// <summary>A struct of the core.</summary>
    Core,

    /// <summary>A struct of the driver: it may remember what it has mapped by its va.</summary>
    Driver,

    /// <summary>A memory object of a TA's own pages.</summary>
    MobjWithFobj,

    /// <summary>An entry of a page pool.</summary>
    TeeMm,
}

namespace TeeSim.Core.Panics;

/// <summary>The ways in which the modelled core can stop for good.</summary>
public enum CorePanicKind
{
    /// <summary>A failed <c>assert()</c>.</summary>
    Assertion,

    /// <summary>A call of <c>panic()</c>.</summary>
    Panic,

    /// <summary>A read or write outside of all memory: the MMU would report a data abort in the core.</summary>
    DataAbort,

    /// <summary>A loop over damaged memory that would never end.</summary>
    Hang,

    /// <summary>
    /// A guarded driver used memory that it, or the core, had freed: a real core may go on for a while with what lies there now.
    /// </summary>
    UseAfterFree,

    /// <summary>A guarded driver used memory that was never its own: a real core may go on for a while with what it has damaged.</summary>
    ForeignMemory,
}

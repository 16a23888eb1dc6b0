namespace TeeSim.Kernel;

/// <summary>A contradiction in what a world is to be booted with.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Message">One sentence without a full stop.</param>
/// <param name="Ta">The TA, when it is about one.</param>
/// <param name="Region">The position among the TA's first regions, or its segments, from 0.</param>
public sealed record SetupProblem(SetupSubject Subject, string Message, string Ta = "", int Region = 0)
{
    /// <summary>For two ranges that overlap, the other one, unless that is the profile's own; else null.</summary>
    public SetupSubject? Other { get; init; }
}

/// <summary>What a <see cref="SetupProblem"/> is about.</summary>
public enum SetupSubject
{
    /// <summary>The profile's own memory map.</summary>
    Profile,

    /// <summary>The size of the heap.</summary>
    Heap,

    /// <summary>The secure video memory.</summary>
    Vdec,

    /// <summary>The RAM of the TAs.</summary>
    TaRam,

    /// <summary>Where the core maps shared memory.</summary>
    ShmVaspace,

    /// <summary>The core's own virtual addresses.</summary>
    Vcore,

    /// <summary>A TA as a whole.</summary>
    Ta,

    /// <summary>A region that a TA starts with.</summary>
    TaRegion,

    /// <summary>A segment of a TA's binary.</summary>
    TaSegment,

    /// <summary>The stack of a TA.</summary>
    TaStack,

    /// <summary>The heap of a TA.</summary>
    TaHeap,

    /// <summary>How far a TA is moved.</summary>
    TaAslr,

    /// <summary>The file of a TA.</summary>
    TaBinary,
}

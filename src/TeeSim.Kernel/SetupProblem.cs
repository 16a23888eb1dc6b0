namespace TeeSim.Kernel;

/// <summary>A contradiction in what a world is to be booted with.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Message">One sentence without a full stop.</param>
/// <param name="Ta">The TA, when it is about one.</param>
/// <param name="Region">The position among the TA's first regions, from 0.</param>
public sealed record SetupProblem(SetupSubject Subject, string Message, string Ta = "", int Region = 0);

/// <summary>What a <see cref="SetupProblem"/> is about.</summary>
public enum SetupSubject
{
    /// <summary>The profile's own memory map.</summary>
    Profile,

    /// <summary>The size of the heap.</summary>
    Heap,

    /// <summary>The secure video memory.</summary>
    Vdec,

    /// <summary>A region that a TA starts with.</summary>
    TaRegion,
}

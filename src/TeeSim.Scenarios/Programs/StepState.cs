namespace TeeSim.Scenarios.Programs;

/// <summary>What became of a step.</summary>
public enum StepState : byte
{
    /// <summary>It has not been made.</summary>
    NotMade,

    /// <summary>It did what it was asked to.</summary>
    Succeeded,

    /// <summary>It returned an error.</summary>
    Failed,

    /// <summary>Somebody else was at it: whoever made it can try again.</summary>
    Busy,

    /// <summary>It found no memory: whoever made it can try again.</summary>
    OutOfMemory,

    /// <summary>It never returned.</summary>
    Hung,

    /// <summary>It could not be made, because what it uses is missing.</summary>
    Impossible,

    /// <summary>It stands in the block of a call that did not let others in.</summary>
    NeverCame,
}

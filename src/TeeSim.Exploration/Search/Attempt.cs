using TeeSim.Exploration.Programs;

namespace TeeSim.Exploration.Search;

/// <summary>A transition that is tried. Without reduction it has no keys.</summary>
internal struct Attempt(Frame frame, Step? step, Alternative alternative)
{
    /// <summary>From where.</summary>
    public readonly Frame Frame = frame;

    /// <summary>The call; null when a process dies.</summary>
    public readonly Step? Step = step;

    /// <summary>What happens.</summary>
    public readonly Alternative Alternative = alternative;

    public UInt128 TraceKey;
    public UInt128 EventKey;

    /// <summary>By what its effect is remembered; null when it has to be made in any case.</summary>
    public UInt128? EffectKey;

    /// <summary><see cref="TraceKeys.IsSole"/>.</summary>
    public bool IsSole;

    /// <summary>Whether, besides, it is <see cref="TraceKeys.IsSettled"/>: then it has no other keys.</summary>
    public bool IsSettled;
}

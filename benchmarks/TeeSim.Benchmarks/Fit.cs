namespace TeeSim.Benchmarks;

/// <summary>How the free list is searched.</summary>
public enum Fit
{
    /// <summary>The first block that is large enough.</summary>
    First,

    /// <summary>The smallest of them.</summary>
    Best,
}

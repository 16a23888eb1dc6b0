namespace TeeSim.Scenarios.Objects;

/// <summary>What a call site has allocated.</summary>
/// <param name="Blocks">Buffers.</param>
/// <param name="Bytes">Their payload bytes.</param>
public readonly record struct SiteTotal(long Blocks, long Bytes)
{
    /// <summary>Both together.</summary>
    public static SiteTotal operator +(SiteTotal a, SiteTotal b) => new(a.Blocks + b.Blocks, a.Bytes + b.Bytes);

    /// <summary>What the first has more than the second; negative where it has less.</summary>
    public static SiteTotal operator -(SiteTotal a, SiteTotal b) => new(a.Blocks - b.Blocks, a.Bytes - b.Bytes);
}

namespace TeeSim.Scenarios.Analysis;

/// <summary>What a call site has allocated.</summary>
/// <param name="Blocks">Buffers.</param>
/// <param name="Bytes">Their payload bytes.</param>
public readonly record struct SiteTotal(long Blocks, long Bytes);

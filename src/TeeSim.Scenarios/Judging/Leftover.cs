using TeeSim.Core;
using TeeSim.Scenarios.Objects;

namespace TeeSim.Scenarios.Judging;

/// <summary>What is left of a call site when all was taken back that processes can take back.</summary>
/// <param name="Site">The place in the source.</param>
/// <param name="Class">How long it stays.</param>
/// <param name="Total">Blocks and payload bytes.</param>
internal sealed record Leftover(SourceSite Site, LeakClass Class, SiteTotal Total);

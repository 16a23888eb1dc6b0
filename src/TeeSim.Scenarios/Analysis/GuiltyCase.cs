using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Running;

namespace TeeSim.Scenarios.Analysis;

/// <summary>The first time that a call left something without an owner: with the state before it, to try what had happened without it.</summary>
/// <param name="Guilty">The call.</param>
/// <param name="Before">The state before it.</param>
/// <param name="Variables">The normal world before it.</param>
/// <param name="Orphans">What it left without an owner.</param>
internal sealed record GuiltyCase(CallInstance Guilty, WorldSnapshot Before, Variables Variables, IReadOnlyList<Allocation> Orphans)
{
    /// <summary>How many calls behind the guilty one are looked at: what comes later is another story.</summary>
    public const int MostLaterCalls = 64;

    /// <summary>The calls that came after it, and what they returned.</summary>
    public List<(CallInstance Call, TeeResult Result)> Later { get; } = [];
}

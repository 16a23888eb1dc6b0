using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Analysis;

/// <summary>The first time that a call left something without an owner: with a state some calls before it, to try what had happened without it.</summary>
/// <param name="Guilty">The call.</param>
/// <param name="Earlier">That state.</param>
/// <param name="Variables">The normal world in it.</param>
/// <param name="Between">The calls from there to the guilty one.</param>
/// <param name="Orphans">What it left without an owner.</param>
internal sealed record GuiltyCase(
    CallInstance Guilty, WorldSnapshot Earlier, Variables Variables, IReadOnlyList<CallStatement> Between, IReadOnlyList<Allocation> Orphans)
{
    /// <summary>How many calls behind the guilty one are looked at: what comes later is another story.</summary>
    public const int MostLaterCalls = 64;

    /// <summary>The calls that came after it, and what they returned.</summary>
    public List<(CallInstance Call, TeeResult Result)> Later { get; } = [];
}

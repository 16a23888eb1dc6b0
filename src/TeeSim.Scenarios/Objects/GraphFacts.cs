using System.Collections.Immutable;
using TeeSim.Bget;

namespace TeeSim.Scenarios.Objects;

/// <summary>What was found out about a state.</summary>
/// <param name="Orphans">What nobody owns.</param>
/// <param name="Dangling">Regions whose object has been freed.</param>
internal sealed record GraphFacts(ImmutableArray<MdbgEntry> Orphans, ImmutableArray<MdbgEntry> Dangling)
{
    /// <summary>Before any state was read.</summary>
    public static GraphFacts None { get; } = new([], []);

    /// <summary>The state whatever the addresses are; null as long as nobody has asked.</summary>
    public UInt128? Fingerprint { get; set; }

    /// <summary>A sum over the words that point to free memory, which stay addresses in the fingerprint; 0 when there are none.</summary>
    public ulong StalePointers { get; set; }
}

using System.Collections.Immutable;
using TeeSim.Bget;
using TeeSim.Exploration.Schedules;

namespace TeeSim.Exploration.Search;

/// <summary>A state on the way to the present one.</summary>
internal sealed class Frame
{
    public int Node { get; set; }

    /// <summary>How many steps lead to it.</summary>
    public int Depth { get; set; }

    /// <summary>Its memory, up to addresses.</summary>
    public UInt128 Memory { get; set; }

    /// <summary>What processes have open in it.</summary>
    public ulong NormalWorld { get; set; }

    /// <summary>How many buffers it has.</summary>
    public int Buffers { get; set; }

    /// <summary>The sizes of its buffers together, in bytes.</summary>
    public ulong Bytes { get; set; }

    /// <summary>Its words that point to free memory.</summary>
    public ulong StalePointers { get; set; }

    public List<Alternative> Alternatives { get; } = [];

    public int Next { get; set; }

    /// <summary>What nobody owns in it.</summary>
    public ImmutableArray<MdbgEntry> Orphans { get; set; } = [];
}

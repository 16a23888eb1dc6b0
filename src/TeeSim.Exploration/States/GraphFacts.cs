using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TeeSim.Bget;

namespace TeeSim.Exploration.States;

/// <summary>
/// What was found out about states that were there before. A search comes to the same bytes again and again, in another process's turn or by another way; it forgets only what
/// another state has pushed out of its place, and so takes no more memory however long it runs.
/// </summary>
internal sealed class GraphMemo
{
    private const int Places = 1 << 15;

    // Apart from what they stand for, since most places are looked at in vain. What nobody has used has no facts.
    private readonly UInt128[] _keys = new UInt128[Places];
    private readonly GraphFacts?[] _facts = new GraphFacts?[Places];

    public bool TryGet(UInt128 key, [NotNullWhen(true)] out GraphFacts? facts)
    {
        int place = PlaceOf(key);
        facts = _keys[place] == key ? _facts[place] : null;
        return facts is not null;
    }

    public void Add(UInt128 key, GraphFacts facts)
    {
        int place = PlaceOf(key);
        (_keys[place], _facts[place]) = (key, facts);
    }

    private static int PlaceOf(UInt128 key) => (int)(ulong)key & (Places - 1);
}

/// <summary>What was found out about a state.</summary>
/// <param name="Orphans">What nobody owns.</param>
/// <param name="Dangling">Regions whose object has been freed.</param>
internal sealed record GraphFacts(ImmutableArray<MdbgEntry> Orphans, ImmutableArray<MdbgEntry> Dangling)
{
    /// <summary>Before any state was read.</summary>
    public static GraphFacts None { get; } = new([], []);

    /// <summary>The state whatever the addresses are; null as long as nobody has asked.</summary>
    public UInt128? Fingerprint { get; set; }
}

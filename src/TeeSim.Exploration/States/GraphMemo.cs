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

    private readonly GraphFacts?[] _facts = new GraphFacts?[Places];

    public bool TryGet(UInt128 key, [NotNullWhen(true)] out GraphFacts? facts)
    {
        facts = _facts[PlaceOf(key)];
        return facts is not null && facts.Key == key;
    }

    public void Add(GraphFacts facts) => _facts[PlaceOf(facts.Key)] = facts;

    private static int PlaceOf(UInt128 key) => (int)(ulong)key & (Places - 1);
}

/// <summary>What was found out about a state.</summary>
/// <param name="Key">128 bits of the bytes that it was found out from.</param>
/// <param name="Orphans">What nobody owns.</param>
/// <param name="Dangling">Regions whose object has been freed.</param>
internal sealed record GraphFacts(UInt128 Key, MdbgEntry[] Orphans, MdbgEntry[] Dangling)
{
    /// <summary>Before any state was read.</summary>
    public static GraphFacts None { get; } = new(0, [], []);

    /// <summary>The state whatever the addresses are; null as long as nobody has asked.</summary>
    public UInt128? Fingerprint { get; set; }
}

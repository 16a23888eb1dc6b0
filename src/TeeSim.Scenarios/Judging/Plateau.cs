using TeeSim.Core;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Scenarios.Judging;

/// <summary>
/// What a core and its driver keep without leaking it: a table that is made once, a ring of the last events, a list of records for reuse.
/// Found out by doing all of a script over and over, and taking back after each pass what was given: what becomes no more is kept, what
/// becomes more with the passes leaks. The passes go on until that is clear.
/// </summary>
internal sealed class Plateau
{
    private readonly PlateauPasses _withSessions;
    private readonly Lazy<PlateauPasses> _forEver;

    private Plateau(CallProgram program)
    {
        var spare = new SpareWorld(program.Scenario.Options, program.From?.World);
        var baseline = new SessionBaseline(program.Scenario.Options, program.From?.World);
        _withSessions = PlateauPasses.Make(program, spare.AtStart(), baseline, closesSessions: false);
        // Where all becomes more with sessions that stay open, nobody asks.
        _forEver = new Lazy<PlateauPasses>(() => PlateauPasses.Make(program, spare.AtStart(), baseline, closesSessions: true));
    }

    /// <summary>Makes the passes.</summary>
    public static Plateau Of(CallProgram program) => new(program);

    /// <summary>Whether the passes went on until all was clear. Otherwise what was seen to become more counts as a leak.</summary>
    public bool IsDecided => _withSessions.IsDecided && (!_forEver.IsValueCreated || _forEver.Value.IsDecided);

    /// <summary>Whether what comes from a place becomes more with every few passes.</summary>
    public bool Grows(SourceSite site) => _withSessions.Growing.Contains(site) || _forEver.Value.Growing.Contains(site);

    /// <summary>What is left without what is kept.</summary>
    public IReadOnlyList<Leftover> Without(IReadOnlyList<Leftover> left)
    {
        var beyond = new List<Leftover>();
        foreach (IGrouping<SourceSite, Leftover> ofSite in left.GroupBy(l => l.Site))
        {
            bool grows = Grows(ofSite.Key);
            // What is kept for ever is kept with sessions, too.
            long forEver = grows ? 0 : _forEver.Value.Kept[ofSite.Key].Blocks;
            long others = grows ? 0 : _withSessions.Kept[ofSite.Key].Blocks - forEver;
            foreach (Leftover l in ofSite)
            {
                ref long kept = ref l.Class == LeakClass.ForEver ? ref forEver : ref others;
                long blocks = Math.Max(0, l.Total.Blocks - Math.Max(kept, 0));
                kept -= l.Total.Blocks - blocks;
                if (blocks > 0) beyond.Add(l with { Total = new SiteTotal(blocks, l.Total.Bytes * blocks / l.Total.Blocks) });
            }
        }

        return beyond;
    }
}

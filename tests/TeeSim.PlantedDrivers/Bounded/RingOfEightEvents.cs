using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Bounded;

/// <summary>Creates <see cref="RingOfEightEvents"/>.</summary>
public sealed class RingOfEightEventsFactory()
    : PlantedFactory("ring-of-eight-events", (core, options) => new RingOfEightEvents(core, options));

/// <summary>Right: the last eight events are kept on the heap; each new one frees the oldest.</summary>
public sealed class RingOfEightEvents(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    private const int Most = 8;

    private static readonly SourceSite EventSite = new("planted.c", 20, "log_event");

    // Where the next one goes, and the events.
    private readonly ulong _ring = core.StaticData((1 + Most) * core.WordSize);

    protected override void Mapped(ulong map) => Log(Word(map, Pa));

    protected override void Close(ulong channel)
    {
        Log(Word(channel, Handle));
        base.Close(channel);
    }

    private void Log(ulong what)
    {
        ulong entry = Core.CallocWords(4, EventSite);
        if (entry == 0) return;
        SetWord(entry, 0, what);
        int next = (int)Word(_ring, 0);
        Core.Free(Word(_ring, 1 + next));
        SetWord(_ring, 1 + next, entry);
        SetWord(_ring, 0, (ulong)((next + 1) % Most));
    }
}

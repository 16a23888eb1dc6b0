using System.Collections.Concurrent;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Exploration.Drivers;

/// <summary>
/// A driver of the user's own, of which is known when it was entered: its code can't be stopped from outside, but it can be
/// noticed that it does not come back.
/// </summary>
/// <param name="inner">The driver.</param>
public sealed class WatchedDriverFactory(IDriverFactory inner) : IDriverFactory
{
    /// <summary>Entries that run at this moment, and since when: those of worlds that are gone are not kept.</summary>
    private readonly ConcurrentDictionary<object, (string Entry, long Since)> _running = new();

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IReadOnlyList<EntryPoint> EntryPoints => inner.EntryPoints;

    /// <inheritdoc/>
    public IReadOnlyList<DriverSetting> Settings => inner.Settings;

    /// <inheritdoc/>
    public PseudoTaIdentity? PseudoTa => inner.PseudoTa;

    /// <inheritdoc/>
    public IDriver Create(ITeeCore core, DriverSettings settings) =>
        new Driver(In(new object(), "its creation", () => inner.Create(core, settings)), this);

    /// <summary>
    /// The same driver, watched by itself: where several are searched at once, one that is lost says nothing about the others.
    /// </summary>
    public WatchedDriverFactory Alone() => new(inner);

    /// <summary>The entry that has lasted longer than it may; null for none.</summary>
    /// <param name="longest">How long it may last.</param>
    public string? Lost(TimeSpan longest)
    {
        foreach ((string entry, long since) in _running.Values)
        {
            if (Environment.TickCount64 - since > longest.TotalMilliseconds) return entry;
        }

        return null;
    }

    private T In<T>(object who, string entry, Func<T> call)
    {
        // An entry that the core enters while another runs has that one to go back to.
        bool isNested = _running.TryGetValue(who, out (string, long) outer);
        _running[who] = (entry, Environment.TickCount64);
        try
        {
            return call();
        }
        finally
        {
            if (isNested) _running[who] = outer;
            else _running.TryRemove(who, out _);
        }
    }

    private sealed class Driver(IDriver inner, WatchedDriverFactory factory) : IDriver, IWrappedDriver
    {
        public object Inner => inner;

        public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments) =>
            factory.In(this, entry.Name, () => inner.Enter(entry, arguments));

        public int Count(string kind) => factory.In(this, $"the count of its {kind}s", () => inner.Count(kind));

        public void SessionEnds(ulong context, ulong session) =>
            factory.In(this, "the end of a session", () => Done(() => inner.SessionEnds(context, session)));

        public void ContextEnds(ulong context) => factory.In(this, "the end of a context", () => Done(() => inner.ContextEnds(context)));

        private static bool Done(Action entry)
        {
            entry();
            return true;
        }
    }
}

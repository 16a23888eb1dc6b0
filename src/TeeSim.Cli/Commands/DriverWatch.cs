using System.Collections.Concurrent;
using TeeSim.Cli.Rendering;
using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Cli.Commands;

/// <summary>
/// Ends the command when a driver from an assembly does not come back from a call: its code can't be stopped from outside. Searches notice by themselves, somewhat earlier, and say in which call of the script it is.
/// </summary>
internal static class DriverWatch
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>The driver, watched from now on.</summary>
    public static IDriverFactory Over(IDriverFactory driver)
    {
        var factory = new Factory(driver);
        new Thread(() => Watch(factory)) { IsBackground = true, Name = "driver watch" }.Start();
        return factory;
    }

    private static void Watch(Factory factory)
    {
        while (true)
        {
            Thread.Sleep(BetweenLooks);
            if (factory.InACall.Keys.FirstOrDefault(d => d.InEntryFor > LongestCall) is not { } lost) continue;
            StandardStreams.Error.WriteLine($"teesim: driver '{factory.Name}' has not come back from {Printable.Escape(lost.Entry)} for {LongestCall.TotalSeconds:0} s; does it loop for ever?");
            Environment.Exit(ExitCode.BadInput);
        }
    }

    private sealed class Factory(IDriverFactory inner) : IDriverFactory
    {
        /// <summary>The drivers that are in a call at this moment: those of worlds that are gone are not kept.</summary>
        public ConcurrentDictionary<Driver, bool> InACall { get; } = new();

        public string Name => inner.Name;

        public IReadOnlyList<EntryPoint> EntryPoints => inner.EntryPoints;

        public IReadOnlyList<DriverSetting> Settings => inner.Settings;

        public PseudoTaIdentity? PseudoTa => inner.PseudoTa;

        public IDriver Create(ITeeCore core, DriverSettings settings) => new Driver(inner.Create(core, settings), InACall);
    }

    /// <summary>Takes down when it was entered.</summary>
    private sealed class Driver(IDriver inner, ConcurrentDictionary<Driver, bool> inACall) : IDriver, IWrappedDriver
    {
        private long _since;

        public string Entry { get; private set; } = "";

        public object Inner => inner;

        public TimeSpan InEntryFor => Volatile.Read(ref _since) is var since and > 0 ? TimeSpan.FromMilliseconds(Environment.TickCount64 - since) : TimeSpan.Zero;

        public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments) => In(entry.Name, () => inner.Enter(entry, arguments));

        public int Count(string kind) => In($"the count of its {kind}s", () => inner.Count(kind));

        public void SessionEnds(ulong context, ulong session) => In("the end of a session", () => Done(() => inner.SessionEnds(context, session)));

        public void ContextEnds(ulong context) => In("the end of a context", () => Done(() => inner.ContextEnds(context)));

        private static bool Done(Action entry)
        {
            entry();
            return true;
        }

        private T In<T>(string entry, Func<T> call)
        {
            Entry = entry;
            Volatile.Write(ref _since, Environment.TickCount64);
            inACall[this] = true;
            try
            {
                return call();
            }
            finally
            {
                Volatile.Write(ref _since, 0);
                inACall.TryRemove(this, out _);
            }
        }
    }
}

using System.Collections.Concurrent;
using TeeSim.Exploration.Fuzzing;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Exploration.Tests.Fuzzing;

/// <summary>Runs that several tests look at, each made once.</summary>
internal static class SharedRuns
{
    private static readonly ConcurrentDictionary<string, Lazy<FuzzReport>> Reports = new(StringComparer.Ordinal);

    /// <summary>Enough of them for the leak of the channel switch.</summary>
    public static FuzzOptions Incident { get; } = new() { Target = "amlogic-3.9-arm32", Runs = 2_500 };

    /// <summary>What <see cref="Incident"/> finds with a driver.</summary>
    public static FuzzReport With(string driver) =>
        Reports.GetOrAdd(driver, name => new Lazy<FuzzReport>(() => Fuzzer.Run(Incident with { Driver = TvpDrivers.Find(name) }))).Value;
}

using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Testing.Tests;

/// <summary>The driver as shipped, with one more entry point in which the core stops.</summary>
internal sealed class PanickingDriver : IDriverFactory
{
    public static EntryPoint Panic { get; } = new("panic", "Stops the core", []);

    public string Name => DriverCatalog.All[0].Name;

    public IReadOnlyList<EntryPoint> EntryPoints { get; } = [.. DriverCatalog.All[0].EntryPoints, Panic];

    public IDriver Create(ITeeCore core, DriverSettings settings) => new Driver(DriverCatalog.All[0].Create(core, settings));

    private sealed class Driver(IDriver shipped) : IDriver
    {
        public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments) => entry == Panic
            ? throw new CorePanicException(CorePanicKind.Panic, "made up", new SourceSite("file.c", 1, "f"), 0)
            : shipped.Enter(entry, arguments);
    }
}

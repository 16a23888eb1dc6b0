using Microsoft.Extensions.Logging;
using TeeSim.Core.Events;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel;

/// <summary>What a secure world is booted with.</summary>
public sealed record SecureWorldOptions
{
    /// <summary>The target.</summary>
    public required TargetProfile Profile { get; init; }

    /// <summary>The TAs that can be opened.</summary>
    public IReadOnlyList<TaDefinition> Tas { get; init; } = [];

    /// <summary>The driver.</summary>
    public IDriverFactory Driver { get; init; } = DriverCatalog.All[0];

    /// <summary>What is set of the driver.</summary>
    public DriverSettings DriverSettings { get; init; } = DriverSettings.None;

    /// <summary>
    /// Whether a driver that uses memory which it does not own stops the core (<see cref="Core.Panics.CorePanicKind.UseAfterFree"/>,
    /// <see cref="Core.Panics.CorePanicKind.ForeignMemory"/>), and one that throws an exception is a <see cref="DriverFaultException"/>.
    /// Costs a segment of the memory, so states of guarded and unguarded worlds are different. What a driver reads through a reference that
    /// it got earlier, or through <see cref="Core.Memory.SimulatedMemory.Segments"/>, is not seen.
    /// </summary>
    public bool GuardDriver { get; init; }

    /// <summary>Where the device log goes; null for nowhere.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Is told what happens, from boot on; null for nobody.</summary>
    public Action<TeeEvent>? Listener { get; init; }

    /// <summary>
    /// What is wrong with the memory map: ranges that overlap, are empty or not page aligned; a heap too small to boot from, or too large.
    /// </summary>
    /// <returns>Empty when the world can boot.</returns>
    public IReadOnlyList<SetupProblem> Validate() => BootCheck.Check(this);
}

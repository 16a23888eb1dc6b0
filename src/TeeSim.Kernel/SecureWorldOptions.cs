using Microsoft.Extensions.Logging;
using TeeSim.Core.Events;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel;

/// <summary>What a secure world is booted with.</summary>
public sealed record SecureWorldOptions
{
    /// <summary>The target.</summary>
    public required TargetProfile Profile { get; init; }

    /// <summary>The TAs that can be opened.</summary>
    public IReadOnlyList<TaDefinition> Tas { get; init; } = [];

    /// <summary>The TVP driver.</summary>
    public ITvpDriverFactory Driver { get; init; } = TvpDrivers.All[0];

    /// <summary>The driver's configuration.</summary>
    public TvpOptions Tvp { get; init; } = new();

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

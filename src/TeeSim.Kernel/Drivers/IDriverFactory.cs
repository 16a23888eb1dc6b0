namespace TeeSim.Kernel.Drivers;

/// <summary>A driver as scripts know it: what it offers, and how it is created at boot.</summary>
public interface IDriverFactory
{
    /// <summary>What scripts and reports call the driver.</summary>
    string Name { get; }

    /// <summary>The calls that it offers, the same ones each time.</summary>
    IReadOnlyList<EntryPoint> EntryPoints { get; }

    /// <summary>What a script can set of it; by default nothing.</summary>
    IReadOnlyList<DriverSetting> Settings => [];

    /// <summary>The pseudo TA that it is reached through; null for a driver that TAs call from their own context.</summary>
    PseudoTaIdentity? PseudoTa => null;

    /// <summary>Creates the driver in a world that is booting.</summary>
    /// <param name="core">The core.</param>
    /// <param name="settings">What the script has set.</param>
    IDriver Create(ITeeCore core, DriverSettings settings);
}

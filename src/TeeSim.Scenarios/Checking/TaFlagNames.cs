using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Scenarios.Checking;

/// <summary>What scripts call the flags of a TA.</summary>
public static class TaFlagNames
{
    private static readonly (string Name, TaFlags Flag)[] Table =
    [
        ("single_instance", TaFlags.SingleInstance),
        ("multi_session", TaFlags.MultiSession),
        ("instance_keep_alive", TaFlags.InstanceKeepAlive),
        ("secure_data_path", TaFlags.SecureDataPath),
        ("cache_maintenance", TaFlags.CacheMaintenance),
    ];

    /// <summary>All names, in the order in which the guide lists them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Table.Select(entry => entry.Name)];

    /// <summary>The flag of a name that the check has passed.</summary>
    public static TaFlags Of(string name) => Array.Find(Table, entry => entry.Name == name).Flag;
}

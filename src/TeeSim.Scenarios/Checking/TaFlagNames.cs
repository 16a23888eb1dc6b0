namespace TeeSim.Scenarios.Checking;

/// <summary>A setting of the script language, for the guide and its test.</summary>
/// <param name="Keyword">The word that the line starts with.</param>
/// <param name="Form">The whole line.</param>
public sealed record Setting(string Keyword, string Form);

/// <summary>The settings of the script language and the flags of a TA.</summary>
public static class Settings
{
    /// <summary>All settings, in the order in which the guide lists them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("target", "target NAME"),
        new("heap", "heap SIZE"),
        new("ta_ram", "ta_ram ADDRESS + SIZE"),
        new("shm_vaspace", "shm_vaspace ADDRESS + SIZE"),
        new("vcore", "vcore ADDRESS + SIZE"),
        new("vdec", "vdec ADDRESS + SIZE"),
        new("maps_per_channel", "maps_per_channel N"),
        new("threads", "threads N"),
        new("driver", "driver NAME"),
    ];

    /// <summary>The flags that a TA can have.</summary>
    public static IReadOnlyList<string> TaFlags { get; } =
        ["single_instance", "multi_session", "instance_keep_alive", "secure_data_path", "cache_maintenance"];
}

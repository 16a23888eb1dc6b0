using TeeSim.Kernel.Drivers;

namespace TeeSim.Scenarios.Syntax;

/// <summary>What a setting takes.</summary>
public enum SettingValue
{
    /// <summary>The name of a target profile.</summary>
    Target,

    /// <summary>The name of a driver.</summary>
    Driver,

    /// <summary>Bytes.</summary>
    Size,

    /// <summary>How many of something.</summary>
    Count,

    /// <summary>A physical or virtual address, and bytes.</summary>
    Range,
}

/// <summary>
/// How a setting of the language itself is written. A driver has settings of its own
/// (<see cref="DriverSetting"/>), each a word and a number.
/// </summary>
/// <param name="Keyword">The word that the line starts with.</param>
/// <param name="Takes">What follows.</param>
public sealed record SettingForm(string Keyword, SettingValue Takes)
{
    /// <summary>The target profile to boot from, such as <c>amlogic-3.9-arm32</c>.</summary>
    public static SettingForm Target { get; } = new("target", SettingValue.Target);

    /// <summary>The core heap; in the block of a TA its own.</summary>
    public static SettingForm Heap { get; } = new("heap", SettingValue.Size);

    /// <summary>The RAM of the TAs.</summary>
    public static SettingForm TaRam { get; } = new("ta_ram", SettingValue.Range);

    /// <summary>Where the core maps memory that the normal world shares.</summary>
    public static SettingForm ShmVaspace { get; } = new("shm_vaspace", SettingValue.Range);

    /// <summary>The core's own virtual addresses, which a core with a pager allocates from a pool.</summary>
    public static SettingForm Vcore { get; } = new("vcore", SettingValue.Range);

    /// <summary>The secure memory that channels are cut from.</summary>
    public static SettingForm Vdec { get; } = new("vdec", SettingValue.Range);

    /// <summary>Threads of the core.</summary>
    public static SettingForm Threads { get; } = new("threads", SettingValue.Count);

    /// <summary>The driver that runs, such as <c>shipped</c>.</summary>
    public static SettingForm Driver { get; } = new("driver", SettingValue.Driver);

    /// <summary>All, in the order in which the guide lists them.</summary>
    public static IReadOnlyList<SettingForm> All { get; } = [Target, Heap, TaRam, ShmVaspace, Vcore, Vdec, Threads, Driver];

    /// <summary>The whole line: <c>ta_ram ADDRESS + SIZE</c>.</summary>
    public string Line => $"{Keyword} {Placeholder}";

    /// <summary>The setting that a word starts; null for none.</summary>
    public static SettingForm? Find(string keyword) => All.FirstOrDefault(form => form.Keyword == keyword);

    private string Placeholder => Takes switch
    {
        SettingValue.Size => "SIZE",
        SettingValue.Count => "N",
        SettingValue.Range => "ADDRESS + SIZE",
        _ => "NAME",
    };
}

namespace TeeSim.Scenarios.Checking;

/// <summary>What a metric takes in parentheses.</summary>
public enum MetricArgument
{
    /// <summary>Nothing, and no parentheses.</summary>
    None,

    /// <summary>The name of a TA.</summary>
    Ta,

    /// <summary>A call site: file and line.</summary>
    Site,
}

/// <summary>Something that <c>expect</c> can measure.</summary>
/// <param name="Name">Its name in scripts.</param>
/// <param name="Argument">What it takes in parentheses.</param>
/// <param name="Summary">What it counts and in what unit.</param>
public sealed record MetricSignature(string Name, MetricArgument Argument, string Summary)
{
    /// <summary>How scripts write it: <c>regions(drm)</c>.</summary>
    public string Example => Argument switch
    {
        MetricArgument.Ta => $"{Name}(drm)",
        MetricArgument.Site => $"{Name}(mobj.c:168)",
        _ => Name,
    };
}

/// <summary>The metrics of the script language.</summary>
public static class MetricSignatures
{
    /// <summary>All metrics, in the order in which the guide lists them.</summary>
    public static IReadOnlyList<MetricSignature> All { get; } =
    [
        new("leaked", MetricArgument.None, "Bytes that nothing can free any more"),
        new("leaked_blocks", MetricArgument.None, "Allocations that nothing can free any more"),
        new("heap_used", MetricArgument.None, "Bytes of the heap that are in use"),
        new("largest_free", MetricArgument.None, "Bytes of the largest block that could still be had"),
        new("ta_ram_used", MetricArgument.None, "Bytes of the TA RAM that are in use"),
        new("ta_ram_largest", MetricArgument.None, "Bytes of the largest free piece of the TA RAM"),
        new("shm_used", MetricArgument.None, "Bytes of the virtual addresses at which the core maps shared memory"),
        new("print_oom", MetricArgument.None, "Allocations that have failed"),
        new("channels", MetricArgument.None, "Channels that the driver has, closed ones that it still waits with included"),
        new("regions", MetricArgument.Ta, "Regions that the TA has mapped"),
        new("contexts", MetricArgument.Ta, "Instances of the TA"),
        new("sessions", MetricArgument.Ta, "Open sessions of the TA"),
        new("blocks", MetricArgument.Site, "Allocated blocks that come from the call site"),
        new("bytes", MetricArgument.Site, "Bytes in the blocks that come from the call site"),
    ];

    /// <summary>The metric with this name, or null.</summary>
    public static MetricSignature? Find(string name) => All.FirstOrDefault(metric => metric.Name == name);
}

using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedBugs;

/// <summary>A driver, and what is true of it whatever anybody says.</summary>
/// <param name="Factory">Creates it.</param>
/// <param name="IsBug">Whether something is wrong with it.</param>
/// <param name="FirstBroken">
/// The word of the first call of the right order that its bug stands in the way of: it does not return SUCCESS there. Null
/// when the right order goes through.
/// </param>
public sealed record PlantedDriver(ITvpDriverFactory Factory, bool IsBug, string? FirstBroken = null)
{
    /// <summary>Its name, which is its bug.</summary>
    public string Name => Factory.Name;

    public override string ToString() => Name;
}

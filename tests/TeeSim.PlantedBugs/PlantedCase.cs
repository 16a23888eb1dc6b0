namespace TeeSim.PlantedBugs;

/// <summary>A driver and a script, and what has to be found when every ordering of the script is tried.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="Script">The name of the script, for <see cref="PlantedScripts.Read"/>.</param>
/// <param name="Finding">What some ordering shows. Beside it only what <see cref="MayAlso"/> says is to be found in any.</param>
public sealed record PlantedCase(PlantedDriver Driver, string Script, ExpectedFinding Finding)
{
    /// <summary>What may happen beyond the calls.</summary>
    public ExpectedFaults Faults { get; init; }

    /// <summary>
    /// The word of the guilty call: the one without which the memory would come free again. Of several each is right, in a deadlock all of
    /// them together; none where no call is to be blamed.
    /// </summary>
    public IReadOnlyList<string> Guilty { get; init; } = [];

    /// <summary>Where the memory was allocated that leaks or grows, in order; empty for other kinds.</summary>
    public IReadOnlyList<PlantedSite> Sites { get; init; } = [];

    /// <summary>What follows from the bug, so that it is not wrong to find it, too.</summary>
    public IReadOnlyList<ExpectedFinding> MayAlso { get; init; } = [];

    public override string ToString() => $"{Driver} on {Script}{(Faults == ExpectedFaults.None ? "" : $" with {Faults}")}";
}

using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.References;

/// <summary>Creates <see cref="SecondMapKeepsReference"/>.</summary>
public sealed class SecondMapKeepsReferenceFactory()
    : PlantedFactory("second-map-keeps-reference", (core, options) => new SecondMapKeepsReference(core, options));

/// <summary>
/// A second map of a channel takes one more reference of the buffer's object, and the word that remembers the first one is
/// overwritten: nobody ever puts that.
/// </summary>
public sealed class SecondMapKeepsReference(ITeeCore core, TvpOptions options) : ObjectKeptUntilClose(core, options)
{
    protected override void PutOld(ulong mobj)
    {
        // Forgotten.
    }
}

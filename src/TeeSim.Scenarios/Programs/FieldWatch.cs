using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Scenarios.Programs;

/// <summary>
/// Sees when a driver keeps state in C# fields: then going back to a state of the memory does not take the driver back, and
/// every verdict about it is false.
/// </summary>
internal sealed class FieldWatch
{
    private readonly SecureWorld _world;
    private readonly DriverFields _before;

    /// <summary>Looks at the driver as boot has left it.</summary>
    public FieldWatch(SecureWorld world)
    {
        _world = world;
        _before = DriverFields.Of(world.Driver);
    }

    /// <summary>Looks again.</summary>
    /// <exception cref="DriverProblemException">A field is not what it was.</exception>
    public void Check()
    {
        if (DriverFields.Changed(_before, DriverFields.Of(_world.Driver)) is { } field)
            throw DriverProblemException.OfField(_world.Options.Driver.Name, field);
    }
}

using TeeSim.Kernel;

namespace TeeSim.Testing;

/// <summary>
/// Assertions about the heap of a modelled core. They throw <see cref="TeeAssertException"/>, which every test framework shows.
/// </summary>
public static partial class TeeAssert
{
    private static void Alive(SecureWorld world, string when)
    {
        if (world.Panic is { } panic) throw new TeeAssertException($"the core panicked {when}: {panic.Message}", panic);
    }
}

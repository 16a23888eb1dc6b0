using System.Reflection;

namespace TeeSim.Kernel.Drivers.Reflection;

/// <summary>The assemblies of the model, which a driver's code is called from and calls into.</summary>
internal static class ModelAssemblies
{
    private static readonly Assembly[] All =
    [
        typeof(ModelAssemblies).Assembly,
        typeof(Mmu.UserSpace.TeeMmu).Assembly,
        typeof(Bget.Heap).Assembly,
        typeof(Core.TeeResult).Assembly,
    ];

    /// <summary>Whether it is one of them.</summary>
    public static bool Contains(Assembly assembly) => All.Contains(assembly);

    /// <summary>Whether one of them has that full name.</summary>
    public static bool Contains(string? fullName) => All.Any(a => a.FullName == fullName);
}

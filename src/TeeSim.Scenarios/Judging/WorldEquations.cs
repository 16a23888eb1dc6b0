using TeeSim.Kernel;

namespace TeeSim.Scenarios.Judging;

/// <summary>The equations of the heap and of all region tables.</summary>
internal static class WorldEquations
{
    /// <summary>A sentence for each that does not hold; empty when the memory is sound.</summary>
    public static IEnumerable<string> Broken(SecureWorld world)
    {
        foreach (string sentence in world.Heap.Validate()) yield return sentence;
        foreach (TaContext context in world.Contexts)
        {
            foreach (string sentence in world.Mmu.Validate(context.UserModeCtx)) yield return sentence;
        }
    }
}

namespace TeeSim.Benchmarks;

/// <summary>A benchmark that times something wrong is worse than none: it stops before it starts.</summary>
internal static class Contestants
{
    public static void Agree<T>(string what, T expected, T got) where T : IEquatable<T>
    {
        if (!got.Equals(expected)) throw new InvalidOperationException($"{what}: expected {expected}, got {got}");
    }
}

namespace TeeSim.Exploration.Fuzzing;

/// <summary>
/// Random numbers that are the same everywhere and for ever: SplitMix64, started from a seed and the number of a run, so
/// that a run depends on no other.
/// </summary>
internal sealed class FuzzRandom
{
    private const ulong Golden = 0x9e37_79b9_7f4a_7c15;

    private ulong _state;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">Which of its streams.</param>
    public FuzzRandom(ulong seed, ulong stream) => Restart(seed, stream);

    /// <summary>Starts another stream.</summary>
    public void Restart(ulong seed, ulong stream)
    {
        _state = Mix(seed + Golden);
        _state = Mix(_state ^ (stream * Golden));
    }

    /// <summary>A stream of its own, which depends on where this one is and does not move it.</summary>
    public FuzzRandom Aside() => new(_state, Golden);

    /// <summary>A number from 0 to one less than <paramref name="count"/>. What is not quite even does no harm here.</summary>
    public int Below(int count) => (int)((ulong)(uint)count * (Next() >> 32) >> 32);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>One of several.</summary>
    public T Of<T>(IReadOnlyList<T> several) => several[Below(several.Count)];

    private ulong Next() => Mix(_state += Golden);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
        return z ^ (z >> 31);
    }
}

using System.Numerics;

namespace TeeSim.Scenarios.Objects;

/// <summary>A set of small numbers that finds its neighbours fast.</summary>
/// <param name="count">Members are below this.</param>
internal sealed class GranuleSet(int count)
{
    private readonly ulong[] _bits = new ulong[(count + 63) / 64];

    public bool Contains(int member) => (_bits[member >> 6] >> member & 1) != 0;

    public void Add(int member) => _bits[member >> 6] |= 1UL << member;

    public void Remove(int member) => _bits[member >> 6] &= ~(1UL << member);

    public void Clear() => Array.Clear(_bits);

    /// <summary>The greatest member up to a number; -1 when there is none.</summary>
    public int AtOrBefore(int number)
    {
        int word = number >> 6;
        ulong bits = _bits[word] << (63 - (number & 63));
        if (bits != 0) return number - BitOperations.LeadingZeroCount(bits);
        while (--word >= 0)
        {
            if (_bits[word] != 0) return (word << 6) + 63 - BitOperations.LeadingZeroCount(_bits[word]);
        }

        return -1;
    }

    /// <summary>The smallest member from a number on; -1 when there is none.</summary>
    public int AtOrBehind(int number)
    {
        int word = number >> 6;
        if (word >= _bits.Length) return -1;
        ulong bits = _bits[word] >> number;
        if (bits != 0) return number + BitOperations.TrailingZeroCount(bits);
        while (++word < _bits.Length)
        {
            if (_bits[word] != 0) return (word << 6) + BitOperations.TrailingZeroCount(_bits[word]);
        }

        return -1;
    }
}

using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Search;

/// <summary>Counts orderings without making a call: how many ways there are to make what is left.</summary>
/// <param name="program">The program.</param>
public sealed class ScheduleSpace(CallProgram program)
{
    // A program with more states of progress than this is not counted; nor could it be searched.
    private const int MostPoints = 2_000_000;

    private readonly Dictionary<UInt128, BigInteger> _known = [];
    private readonly int[] _positions = new int[program.Processes.Count];
    private ulong _dead;

    /// <summary>All orderings of the program without faults; null when there are too many points to count.</summary>
    public BigInteger? All => From([.. _positions.Select(_ => 0)], 0);

    /// <summary>The orderings of what is left; null when there are too many points to count.</summary>
    /// <param name="positions">How many steps each process has made.</param>
    /// <param name="dead">Bits of the processes that have died.</param>
    public BigInteger? From(ReadOnlySpan<int> positions, ulong dead)
    {
        positions.CopyTo(_positions);
        _dead = dead;
        return _known.Count > MostPoints ? null : Count();
    }

    private BigInteger? Count()
    {
        UInt128 key = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(_positions.AsSpan()), (long)_dead);
        if (_known.TryGetValue(key, out BigInteger known)) return known;
        if (_known.Count > MostPoints) return null;
        BigInteger sum = 0;
        bool any = false;
        for (int process = 0; process < _positions.Length; process++)
        {
            if (program.Next(_positions, _dead, process) is not { } step) continue;
            any = true;
            ulong before = _dead;
            program.Advance(_positions, ref _dead, step);
            BigInteger? rest = Count();
            _dead = before;
            CallProgram.Retreat(_positions, _dead, step);
            if (rest is null) return null;
            sum += rest.Value;
        }

        return _known[key] = any ? sum : BigInteger.One;
    }
}

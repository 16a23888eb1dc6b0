using TeeSim.Scenarios.Checking;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>Which slots hold what, and whose it is.</summary>
internal sealed class Givers(int processes)
{
    private static readonly int TypeCount = Enum.GetValues<ParameterType>().Length;

    private readonly int[] _types = new int[processes];
    private readonly List<int>[] _slots = [.. Enumerable.Range(0, processes * TypeCount).Select(_ => new List<int>())];

    public void Clear()
    {
        _types.AsSpan().Clear();
        foreach (List<int> slots in _slots) slots.Clear();
    }

    public void Add(int process, ParameterType type, int slot)
    {
        _slots[process * TypeCount + (int)type].Add(slot);
        _types[process] |= 1 << (int)type;
    }

    /// <summary>The kinds of results that a process has, as bits.</summary>
    public int Types(int process) => _types[process];

    /// <summary>What a call of a process can use: results of its own, any of them.</summary>
    /// <returns>Null when it has not got all of them.</returns>
    public int[]? Draw(int process, IReadOnlyList<ParameterType> types, FuzzRandom random)
    {
        if (types.Count == 0) return [];
        int[] inputs = new int[types.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            List<int> slots = _slots[process * TypeCount + (int)types[i]];
            if (slots.Count == 0) return null;
            inputs[i] = slots[random.Below(slots.Count)];
        }

        return inputs;
    }
}

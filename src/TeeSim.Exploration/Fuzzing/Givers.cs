using TeeSim.Scenarios.Calls;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>Which slots hold what, and whose it is.</summary>
/// <param name="processes">How many processes there are.</param>
/// <param name="types">What kinds of results there are, at most 32.</param>
internal sealed class Givers(int processes, IReadOnlyList<ParameterType> types)
{

    private readonly int[] _types = new int[processes];
    private readonly List<int>[] _slots = [.. Enumerable.Range(0, processes * types.Count).Select(_ => new List<int>())];

    public void Clear()
    {
        _types.AsSpan().Clear();
        foreach (List<int> slots in _slots) slots.Clear();
    }

    public void Add(int process, ParameterType type, int slot)
    {
        _slots[process * types.Count + PlaceOf(type)].Add(slot);
        _types[process] |= 1 << PlaceOf(type);
    }

    /// <summary>The kinds of results that a process has, as bits.</summary>
    public int Types(int process) => _types[process];

    /// <summary>What a call of a process can use: results of its own, any of them.</summary>
    /// <returns>Null when it has not got all of them.</returns>
    public int[]? Draw(int process, IReadOnlyList<ParameterType> wanted, FuzzRandom random)
    {
        if (wanted.Count == 0) return [];
        int[] inputs = new int[wanted.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            List<int> slots = _slots[process * types.Count + PlaceOf(wanted[i])];
            if (slots.Count == 0) return null;
            inputs[i] = slots[random.Below(slots.Count)];
        }

        return inputs;
    }

    private int PlaceOf(ParameterType type)
    {
        int place = 0;
        while (types[place] != type) place++;
        return place;
    }
}

namespace TeeSim.Scenarios.Objects;

/// <summary>
/// Remembers by 128-bit keys, in a fixed number of places: who comes last to a place pushes out who was there. So it takes no more memory
/// however long a search runs, and what is forgotten has to be found out again. It takes none at all until there is something to remember.
/// </summary>
internal sealed class LossyCache<T> where T : class
{
    private const int Places = 1 << 15;

    // Apart from what they stand for, since most places are looked at in vain. What nobody has used has no value.
    private UInt128[] _keys = [];
    private T?[] _values = [];

    /// <summary>What is remembered; null for nothing.</summary>
    public T? Find(UInt128 key)
    {
        int place = PlaceOf(key);
        return place < _keys.Length && _keys[place] == key ? _values[place] : null;
    }

    /// <summary>Remembers something.</summary>
    public void Add(UInt128 key, T value)
    {
        if (_keys.Length == 0) (_keys, _values) = (new UInt128[Places], new T?[Places]);
        int place = PlaceOf(key);
        (_keys[place], _values[place]) = (key, value);
    }

    private static int PlaceOf(UInt128 key) => (int)(ulong)key & (Places - 1);
}

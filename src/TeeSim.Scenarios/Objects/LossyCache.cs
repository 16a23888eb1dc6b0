namespace TeeSim.Scenarios.Objects;

/// <summary>
/// Remembers by 128-bit keys, in so many places at the most: who comes last to a place pushes out who was there. So it takes no more memory
/// however long a search runs, and what is forgotten has to be found out again. It takes none at all until there is something to remember,
/// and little as long as there is little.
/// </summary>
internal sealed class LossyCache<T> where T : class
{
    private const int FirstPlaces = 1 << 7;
    private const int MostPlaces = 1 << 15;

    // Apart from what they stand for, since most places are looked at in vain. What nobody has used has no value.
    private UInt128[] _keys = [];
    private T?[] _values = [];
    private int _added;

    /// <summary>What is remembered; null for nothing.</summary>
    public T? Find(UInt128 key)
    {
        UInt128[] keys = _keys;
        int place = PlaceOf(key, keys.Length);
        return (uint)place < (uint)keys.Length && keys[place] == key ? _values[place] : null;
    }

    /// <summary>Remembers something.</summary>
    public void Add(UInt128 key, T value)
    {
        if (++_added > _keys.Length / 2 && _keys.Length < MostPlaces) Grow();
        int place = PlaceOf(key, _keys.Length);
        (_keys[place], _values[place]) = (key, value);
    }

    // Those that had places of their own have them there, too.
    private void Grow()
    {
        (UInt128[] keys, T?[] values) = (_keys, _values);
        int places = keys.Length == 0 ? FirstPlaces : Math.Min(8 * keys.Length, MostPlaces);
        (_keys, _values) = (new UInt128[places], new T?[places]);
        for (int i = 0; i < keys.Length; i++)
        {
            if (values[i] is not { } value) continue;
            int place = PlaceOf(keys[i], places);
            (_keys[place], _values[place]) = (keys[i], value);
        }
    }

    // Places are a power of two, or none.
    private static int PlaceOf(UInt128 key, int places) => (int)(ulong)key & (places - 1);
}

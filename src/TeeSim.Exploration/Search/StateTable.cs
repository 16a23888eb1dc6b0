using System.Runtime.CompilerServices;

namespace TeeSim.Exploration.Search;

/// <summary>
/// A part of the table of states seen: open addressing, since millions of entries must not cost more than they hold.
/// Not for several threads at once.
/// </summary>
internal sealed class StateTable
{
    private const int SmallestSize = 16;

    private UInt128[] _keys = new UInt128[SmallestSize];
    // One more than the number of the state; 0 is an empty place.
    private int[] _ids = new int[SmallestSize];
    private int _count;

    public long Bytes => (long)_ids.Length * (Unsafe.SizeOf<UInt128>() + sizeof(int));

    public bool TryGet(UInt128 key, out int id)
    {
        int place = PlaceOf(key);
        id = _ids[place] - 1;
        return id >= 0;
    }

    /// <summary>Adds a key that is not there.</summary>
    public void Add(UInt128 key, int id)
    {
        if (4 * (_count + 1) > 3 * _ids.Length) Grow();
        int place = PlaceOf(key);
        _keys[place] = key;
        _ids[place] = id + 1;
        _count++;
    }

    private void Grow()
    {
        (UInt128[] keys, int[] ids) = (_keys, _ids);
        _keys = new UInt128[2 * keys.Length];
        _ids = new int[2 * ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] == 0) continue;
            int place = PlaceOf(keys[i]);
            _keys[place] = keys[i];
            _ids[place] = ids[i];
        }
    }

    private int PlaceOf(UInt128 key)
    {
        int mask = _ids.Length - 1;
        int place = (int)(ulong)key & mask;
        while (_ids[place] != 0 && _keys[place] != key) place = (place + 1) & mask;
        return place;
    }
}

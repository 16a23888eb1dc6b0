namespace TeeSim.Kernel.Drivers;

/// <summary>
/// The mutexes that the running entry of the driver holds, and what has been seen of their order. An entry that is left holds none: mutexes
/// that it has forgotten to give back are locked, but not held by anybody.
/// </summary>
/// <param name="nameOf">Names the mutex at an address; asked only while another one is held.</param>
internal sealed class HeldMutexes(Func<ulong, string> nameOf)
{
    private readonly List<ulong> _held = [];
    private readonly HashSet<LockOrder> _orders = [];
    private LockOrder[] _ofBoot = [];
    private string _entry = "";

    /// <summary>All that has been seen at boot, and since then or since it was forgotten, in whatever states of the world.</summary>
    public IReadOnlyCollection<LockOrder> Orders => _orders;

    /// <summary>Boot is over: what it has shown is part of every history.</summary>
    public void EndBoot() => _ofBoot = [.. _orders];

    /// <summary>Forgets what has been seen since boot.</summary>
    public void Forget()
    {
        _orders.Clear();
        _orders.UnionWith(_ofBoot);
    }

    /// <summary>An entry of the driver starts.</summary>
    /// <param name="function">Its name.</param>
    /// <returns>For <see cref="Leave"/>.</returns>
    public Outer Enter(string function)
    {
        var outer = new Outer(_entry, _held.Count);
        _entry = function;
        return outer;
    }

    /// <summary>It has returned, or thrown.</summary>
    public void Leave(Outer outer)
    {
        _entry = outer.Entry;
        if (_held.Count > outer.Held) _held.RemoveRange(outer.Held, _held.Count - outer.Held);
    }

    /// <summary>A mutex is asked for.</summary>
    public void Locking(ulong mutex)
    {
        if (_held.Count > 0) Remember(mutex);
        _held.Add(mutex);
    }

    /// <summary>A mutex is given back.</summary>
    public void Unlocked(ulong mutex)
    {
        int last = _held.LastIndexOf(mutex);
        if (last >= 0) _held.RemoveAt(last);
    }

    private void Remember(ulong mutex)
    {
        string second = nameOf(mutex);
        for (int i = 0; i < _held.Count; i++)
        {
            // One that waits for itself is a hang by itself.
            if (_held[i] == mutex) continue;
            string gates = string.Join(',', _held.Take(i).Select(nameOf).Distinct().Order(StringComparer.Ordinal));
            _orders.Add(new LockOrder(nameOf(_held[i]), second, _entry) { Gates = gates });
        }
    }

    /// <summary>The entry that was running before, and how many mutexes were held.</summary>
    public readonly record struct Outer(string Entry, int Held);
}

namespace TeeSim.Exploration.Search;

/// <summary>Which "sometimes" expectations have held in some ordering, by line. Several workers add to it at once.</summary>
internal sealed class SometimesList
{
    private readonly HashSet<int> _lines = [];

    public void Add(int line)
    {
        lock (_lines) _lines.Add(line);
    }

    public bool HasHeld(int line)
    {
        lock (_lines) return _lines.Contains(line);
    }
}

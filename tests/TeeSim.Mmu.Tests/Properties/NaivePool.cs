namespace TeeSim.Mmu.Tests.Properties;

/// <summary>A page pool as one would write it without a list: which entry holds which page. Entries of no pages are only counted.</summary>
internal sealed class NaivePool(uint pages, bool fromAbove)
{
    private readonly ulong[] _holders = new ulong[pages];

    /// <summary>The entry that holds each page, 0 for a free one.</summary>
    public IReadOnlyList<ulong> Holders => _holders;

    public uint Held => (uint)_holders.Count(h => h != 0);

    /// <summary>The most pages in one piece.</summary>
    public uint LargestRun
    {
        get
        {
            uint run = 0;
            uint largest = 0;
            foreach (ulong holder in _holders) largest = Math.Max(largest, run = holder == 0 ? run + 1 : 0);
            return largest;
        }
    }

    /// <summary>Where so many pages would go, or null.</summary>
    public uint? Place(uint count)
    {
        IEnumerable<uint> starts = Enumerable.Range(0, (int)pages + 1).Select(i => (uint)i).Where(start => IsFree(start, count));
        uint[] found = fromAbove ? [.. starts.Reverse().Take(1)] : [.. starts.Take(1)];
        if (found.Length == 0) return null;
        return found[0];
    }

    public bool IsFree(uint start, uint count)
    {
        for (uint page = start; page < start + count; page++)
        {
            if (page >= pages || _holders[page] != 0) return false;
        }

        return start + count <= pages;
    }

    public void Take(ulong entry, uint start, uint count) => _holders.AsSpan((int)start, (int)count).Fill(entry);

    public void Free(ulong entry) => _holders.AsSpan().Replace(entry, 0UL);
}

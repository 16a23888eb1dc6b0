using TeeSim.Core.Events;
using TeeSim.Core.Lists;
using TeeSim.Core.Logging;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    /// <summary>Whether there are page tables for a context's regions (<c>alloc_pgt</c>): a limit, nothing is taken.</summary>
    private bool PageTablesSuffice(ulong context)
    {
        ulong needed = _options.CountsTouchedPageTables ? TouchedPageTables(context) : SpannedPageTables(context);
        if (needed <= (ulong)PageTables) return true;
        RefuseForPageTables(needed);
        return false;
    }

    /// <summary>The whole span of the regions, holes included.</summary>
    private ulong SpannedPageTables(ulong context)
    {
        TailQueue<TWord> list = List(context);
        ulong first = list.First;
        if (first == 0) return 0;
        ulong start = Align.Down(Region(first).Va.Value, _pgdir);
        ulong end = Align.Up(Region(list.Last).End, _pgdir);
        return (end - start) / _pgdir;
    }

    /// <summary>
    /// What regions touch, neighbours in one table counted once. The C code steps from table to table; an empty region inside of
    /// one counts as if it touched it.
    /// </summary>
    private ulong TouchedPageTables(ulong context)
    {
        ulong needed = 0;
        ulong seen = 0;
        Walk walk = Regionwise(context);
        for (ulong region = walk.First; region != 0; region = walk.Next(region))
        {
            ref readonly VmRegion<TWord> r = ref Region(region);
            ulong first = Align.Down(r.Va.Value, _pgdir);
            if (first >= r.End) continue;
            ulong last = Align.Down(r.End - 1, _pgdir);
            needed += (last - first) / _pgdir + (first == seen ? 0UL : 1);
            seen = last;
        }

        return needed;
    }

    private void RefuseForPageTables(ulong needed)
    {
        _env.Events.Publish(TeeEventKind.PageTablesUnavailable, 0, needed);
        // The specification gives the text but not the position of this line.
        if (_env.Log.IsOn(TraceLevel.Error)) _env.Log.Write(TraceLevel.Error, null, $"{needed} page tables not available");
    }
}

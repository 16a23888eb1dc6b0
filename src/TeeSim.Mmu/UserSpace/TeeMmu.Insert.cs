using TeeSim.Core;
using TeeSim.Core.Lists;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    /// <summary>One end of a gap: a region, or the end of the range, which has neither attributes nor flags.</summary>
    private readonly record struct Border(ulong Va, ulong Size, uint Attr, uint Flags);

    /// <summary>Links a region into the first gap that fits (<c>umap_add_region</c>); a Va of 0 means: choose.</summary>
    private TeeResult AddRegion(ulong context, ulong region, ulong padBegin, ulong padEnd, ulong alignment = 0)
    {
        ref readonly VmRegion<TWord> r = ref Region(region);
        if (!IsPageAligned(r.Va.Value | r.Size.Value | padBegin | padEnd)) return TeeResult.ACCESS_CONFLICT;
        ulong end = r.Offset.Value;
        if (!TryAdd(ref end, r.Size.Value) || end > RoundUpWrapping(_env.Mobjs.Size(r.Mobj.Value))) return TeeResult.BAD_PARAMETERS;
        ulong granule = Math.Max(alignment, Pages.SmallPageSize);
        if (!ulong.IsPow2(granule)) return TeeResult.BAD_PARAMETERS;

        TailQueue<TWord> list = List(context);
        var previous = new Border(RangeBase, 0, 0, 0);
        Walk walk = Regionwise(context);
        for (ulong next = walk.First; next != 0; next = walk.Next(next))
        {
            Border border = BorderOf(next);
            if (SelectVaInRange(previous, border, region, padBegin, padEnd, granule) is var va and not 0)
            {
                Change(region).Va = TWord.From(va);
                list.InsertBefore(next, region);
                return TeeResult.SUCCESS;
            }

            previous = border;
        }

        // The last gap begins where the head's last word says, which need not be where the walk ended.
        previous = list.Last is var last and not 0 ? BorderOf(last) : new Border(RangeBase, 0, 0, 0);
        ulong lastVa = SelectVaInRange(previous, new Border(RangeEnd, 0, 0, 0), region, padBegin, padEnd, granule);
        if (lastVa == 0) return TeeResult.ACCESS_CONFLICT;
        Change(region).Va = TWord.From(lastVa);
        list.InsertTail(region);
        return TeeResult.SUCCESS;
    }

    private Border BorderOf(ulong address)
    {
        ref readonly VmRegion<TWord> r = ref Region(address);
        return new Border(r.Va.Value, r.Size.Value, r.Attr, r.Flags);
    }

    /// <summary>The address at which a region fits between two borders (<c>select_va_in_range</c>), or 0.</summary>
    private ulong SelectVaInRange(Border previous, Border next, ulong region, ulong padBegin, ulong padEnd, ulong granule)
    {
        ref readonly VmRegion<TWord> r = ref Region(region);
        ulong beginGranule = GranuleBetween(previous, r, granule);
        ulong begin = previous.Va;
        bool fits = TryAdd(ref begin, previous.Size) && TryAdd(ref begin, padBegin)
            && TryAdd(ref begin, GuardBetween(previous, r)) && TryRoundUp(ref begin, beginGranule);
        if (!fits) return 0;
        if (r.Va.Value != 0)
        {
            if (r.Va.Value < begin) return 0;
            begin = r.Va.Value;
        }

        // The pad is computed afresh for the other end, and so was the granule in 3.10.
        ulong endGranule = GranuleBetween(next, r, _options.MapsAligned ? beginGranule : granule);
        ulong end = begin;
        fits = TryAdd(ref end, r.Size.Value) && TryAdd(ref end, padEnd)
            && TryAdd(ref end, GuardBetween(next, r)) && TryRoundUp(ref end, endGranule);
        return fits && end <= next.Va ? begin : 0;
    }

    // Depends on the neighbour having flags: a region with flags may sit directly behind one without.
    private static ulong GuardBetween(Border neighbour, in VmRegion<TWord> region) =>
        neighbour.Flags != 0 && ((neighbour.Flags ^ region.Flags) & (uint)VmFlags.GuardMask) != 0 ? Pages.SmallPageSize : 0;

    // Without LPAE one page table is secure or non-secure as a whole.
    private ulong GranuleBetween(Border neighbour, in VmRegion<TWord> region, ulong granule) =>
        !_env.Profile.Vm.Lpae && ((neighbour.Attr ^ region.Attr) & (uint)Mattr.Secure) != 0 ? _pgdir : granule;
}

using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Panics;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    /// <summary>Whether a region may continue another: the first of the range, the one in front, the one behind.</summary>
    private delegate bool Continues(ulong first, ulong region, ulong next);

    /// <summary>
    /// Whether [va, va + length) is mapped without holes from a region on; the last region of the range is never compared.
    /// </summary>
    private bool IsContiguous(ulong context, ulong first, ulong va, ulong length, Continues? continues)
    {
        ulong end = va;
        if (!TryAdd(ref end, length)) return false;
        Walk walk = Regionwise(context);
        ulong region = first;
        while (Region(region).End < end)
        {
            ulong next = walk.Next(region);
            if (next == 0 || Region(region).End != Region(next).Va.Value) return false;
            if (continues is not null && !continues(first, region, next)) return false;
            region = next;
        }

        return true;
    }

    /// <summary>Cuts a region in two at an address inside it (<c>split_vm_region</c>); the new region is the upper part.</summary>
    private TeeResult SplitRegion(ulong context, ulong region, ulong at)
    {
        ulong lower = at - Region(region).Va.Value;
        if (lower == 0 || lower >= Region(region).Size.Value)
        {
            throw new CorePanicException(
                CorePanicKind.Assertion, "the address is inside the region", new SourceSite(TeeMmuFile, 0, "split_vm_region"), region);
        }
        ulong upper = NewRegion(_env.SplitSite);
        if (upper == 0) return TeeResult.OUT_OF_MEMORY;
        ref VmRegion<TWord> u = ref Change(upper);
        ref VmRegion<TWord> r = ref Change(region);
        u.Mobj = TWord.From(_env.Mobjs.MobjGet(r.Mobj.Value));
        u.Offset = TWord.From(r.Offset.Value + lower);
        u.Va = TWord.From(at);
        u.Size = TWord.From(r.Size.Value - lower);
        u.Attr = r.Attr;
        u.Flags = r.Flags;
        List(context).InsertAfter(region, upper);
        r.Size = TWord.From(lower);
        PublishResized(region);
        PublishAdded(upper);
        return TeeResult.SUCCESS;
    }

    /// <summary>
    /// Splits regions so that [va, va + length) is covered by whole ones (<c>split_vm_range</c>). If the second split finds
    /// no memory, the first one stays.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="va">First address.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="continues">What neighbours in the range must have in common, if anything.</param>
    /// <param name="first">The first region of the range.</param>
    private TeeResult SplitRange(ulong context, ulong va, ulong length, Continues? continues, out ulong first)
    {
        first = 0;
        ulong end = va;
        if (!IsPageAligned(va | length) || !TryAdd(ref end, length)) return TeeResult.BAD_PARAMETERS;
        ulong region = FindRegion(context, va);
        if (region == 0 || !IsContiguous(context, region, va, length, continues)) return TeeResult.BAD_PARAMETERS;
        if (Region(region).Va.Value != va)
        {
            TeeResult result = SplitRegion(context, region, va);
            if (result != TeeResult.SUCCESS) return result;
            region = List(context).Next(region);
        }

        first = region;
        region = FindRegion(context, end - 1);
        if (region == 0) return TeeResult.BAD_PARAMETERS;
        return Region(region).End == end ? TeeResult.SUCCESS : SplitRegion(context, region, end);
    }

    /// <summary>Joins neighbours in and around [va, va + length) that continue each other (<c>merge_vm_range</c>).</summary>
    private void MergeRange(ulong context, ulong va, ulong length)
    {
        TailQueue<TWord> list = List(context);
        Walk walk = Regionwise(context);
        ulong region = walk.First;
        while (region != 0)
        {
            ulong next = walk.Next(region);
            if (next == 0 || Region(region).Va.Value > va + length) return;
            if (Region(region).End < va || !CanMerge(region, next))
            {
                region = next;
                continue;
            }

            list.Remove(next);
            PublishRemoved(next);
            ref VmRegion<TWord> r = ref Change(region);
            r.Size = TWord.From(r.Size.Value + Region(next).Size.Value);
            PublishResized(region);
            _env.Mobjs.MobjPut(Region(next).Mobj.Value);
            _env.Heap.Free(next);
        }
    }

    private bool CanMerge(ulong region, ulong next) =>
        Region(region).End == Region(next).Va.Value && SameMapping(region, next) && HasContiguousOffset(region, next);

    private bool SameMapping(ulong a, ulong b) =>
        Region(a).Mobj.Value == Region(b).Mobj.Value && Region(a).Flags == Region(b).Flags && Region(a).Attr == Region(b).Attr;

    private bool HasContiguousOffset(ulong region, ulong next) =>
        ((Region(region).Offset.Value + Region(region).Size.Value) & TWord.Mask) == Region(next).Offset.Value;
}

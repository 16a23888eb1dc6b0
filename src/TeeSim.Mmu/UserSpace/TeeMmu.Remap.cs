using System.Diagnostics.CodeAnalysis;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    // The head of the list of regions that are on their way; it lies on the stack of the call.
    private TailQueue<TWord> MovingRegions => List(_env.RemapStack);

    public override TeeResult VmRemap(ulong context, ref ulong newVa, ulong oldVa, ulong length, ulong padBegin, ulong padEnd)
    {
        AssertCurrent(context, "vm_remap");
        if (length == 0 || !IsPageAligned(length)) return TeeResult.BAD_PARAMETERS;
        TeeResult result = SplitRange(
            context, oldVa, length, (first, region, next) => SameMapping(first, region) && HasContiguousOffset(region, next),
            out ulong first);
        if (result != TeeResult.SUCCESS) return result;
        TakeOut(context, first, oldVa + length);
        TailQueue<TWord> moving = MovingRegions;
        ulong firstPlaced = 0;
        ulong lastPlaced = 0;
        while (result == TeeResult.SUCCESS && moving.First is var region and not 0)
        {
            moving.Remove(region);
            bool isFirst = firstPlaced == 0;
            ulong va = isFirst ? newVa : Region(lastPlaced).End;
            ulong behind = isFirst ? (padEnd + length - Region(region).Size.Value) & TWord.Mask : 0;
            result = Place(context, region, va, isFirst ? padBegin : 0, behind);
            if (result != TeeResult.SUCCESS)
            {
                moving.InsertHead(region);
                break;
            }

            if (isFirst) firstPlaced = region;
            lastPlaced = region;
            if (!PageTablesSuffice(context)) result = TeeResult.OUT_OF_MEMORY;
        }

        if (result == TeeResult.SUCCESS)
        {
            newVa = Region(first).Va.Value;
        }
        else
        {
            TakeBack(context, firstPlaced, lastPlaced);
            PutBack(context, oldVa);
        }

        return result;
    }

    // An empty region at the very end of the range moves along.
    private void TakeOut(ulong context, ulong first, ulong end)
    {
        TailQueue<TWord> moving = MovingRegions;
        moving.Init();
        TailQueue<TWord> list = List(context);
        Walk walk = Regionwise(context);
        for (ulong region = first; region != 0 && Region(region).End <= end;)
        {
            ulong next = walk.Next(region);
            list.Remove(region);
            PublishRemoved(region);
            moving.InsertTail(region);
            region = next;
        }
    }

    private TeeResult Place(ulong context, ulong region, ulong va, ulong padBegin, ulong padEnd)
    {
        Change(region).Va = TWord.From(va);
        TeeResult result = AddRegion(context, region, padBegin, padEnd);
        if (result == TeeResult.SUCCESS) PublishAdded(region);
        return result;
    }

    /// <summary>
    /// Puts the regions that were placed in front of those that still wait. Up to 3.17 the loop leaves out the one that was placed last: it
    /// stays where it is, and the others close the gap. From 3.18 it includes it; but when none was placed it starts at those that wait,
    /// and "removes" them from the context's list, which they are not in: that only leaves a wrong last word in the context's head.
    /// </summary>
    private void TakeBack(ulong context, ulong firstPlaced, ulong lastPlaced)
    {
        TailQueue<TWord> moving = MovingRegions;
        bool skipsLast = _options.RemapUndo == RemapUndo.SkipsLastPlaced;
        ulong region = firstPlaced != 0 || skipsLast ? firstPlaced : moving.First;
        ulong before = 0;
        TailQueue<TWord> list = List(context);
        Walk walk = Regionwise(context);
        while (region != 0 && !(skipsLast && region == lastPlaced))
        {
            ulong next = walk.Next(region);
            list.Remove(region);
            if (firstPlaced != 0) PublishRemoved(region);
            if (before == 0) moving.InsertHead(region);
            else moving.InsertAfter(before, region);
            before = region;
            if (region == lastPlaced) return;
            region = next;
        }
    }

    private void PutBack(ulong context, ulong oldVa)
    {
        TailQueue<TWord> moving = MovingRegions;
        Walk walk = Regionwise(context);
        ulong va = oldVa;
        while (moving.First is var region and not 0)
        {
            walk.Count(region);
            moving.Remove(region);
            if (Place(context, region, va, 0, 0) != TeeResult.SUCCESS) PanicCannotRestore(612, region);
            if (!PageTablesSuffice(context)) PanicCannotRestore(614, region);
            va = Region(region).End;
        }
    }

    public override void FixListHead(ulong context)
    {
        ulong last = context;
        Walk walk = Regionwise(context);
        for (ulong region = walk.First; region != 0; region = walk.Next(region)) last = region + (ulong)VmRegion<TWord>.LinkOffset;
        _env.Memory.Write<VmInfo<TWord>>(context).Regions.Last = TWord.From(last);
    }

    [DoesNotReturn]
    private static void PanicCannotRestore(int line, ulong region) =>
        throw new CorePanicException(CorePanicKind.Panic, "Cannot restore mapping", new SourceSite(TeeMmuFile, line, "vm_remap"), region);
}

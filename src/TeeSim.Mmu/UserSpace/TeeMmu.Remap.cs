using System.Diagnostics.CodeAnalysis;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Panics;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    public override TeeResult VmRemap(ulong context, ref ulong newVa, ulong oldVa, ulong length, ulong padBegin, ulong padEnd)
    {
        AssertCurrent(context, "vm_remap");
        if (length == 0 || !IsPageAligned(length)) return TeeResult.BAD_PARAMETERS;
        TeeResult result = SplitRange(
            context, oldVa, length, (first, region, next) => SameMapping(first, region) && HasContiguousOffset(region, next), out ulong first);
        if (result != TeeResult.SUCCESS) return result;
        Queue<ulong> moving = TakeOut(context, first, oldVa + length);
        var placed = new List<ulong>();
        ulong va = newVa;
        while (moving.Count > 0)
        {
            ulong region = moving.Peek();
            bool isFirst = placed.Count == 0;
            ulong behind = isFirst ? (padEnd + length - Region(region).Size.Value) & TWord.Mask : 0;
            result = Place(context, region, va, isFirst ? padBegin : 0, behind);
            if (result != TeeResult.SUCCESS) break;
            moving.Dequeue();
            placed.Add(region);
            va = Region(region).End;
            if (PageTablesSuffice(context)) continue;
            result = TeeResult.OUT_OF_MEMORY;
            break;
        }

        if (result == TeeResult.SUCCESS) newVa = Region(first).Va.Value;
        else Restore(context, placed, moving, oldVa);
        return result;
    }

    // An empty region at the very end of the range moves along.
    private Queue<ulong> TakeOut(ulong context, ulong first, ulong end)
    {
        var taken = new Queue<ulong>();
        TailQueue<TWord> list = List(context);
        Walk walk = Regionwise(context);
        for (ulong region = first; region != 0 && Region(region).End <= end;)
        {
            ulong next = walk.Next(region);
            list.Remove(region);
            PublishRemoved(region);
            taken.Enqueue(region);
            region = next;
        }

        return taken;
    }

    private TeeResult Place(ulong context, ulong region, ulong va, ulong padBegin, ulong padEnd)
    {
        Change(region).Va = TWord.From(va);
        TeeResult result = AddRegion(context, region, padBegin, padEnd);
        if (result == TeeResult.SUCCESS) PublishAdded(region);
        return result;
    }

    // Up to 3.17 the undo loop leaves out the region that was placed last: it stays where it is, and the others close the gap.
    private void Restore(ulong context, List<ulong> placed, Queue<ulong> notPlaced, ulong oldVa)
    {
        IEnumerable<ulong> takenBack = placed.SkipLast(1);
        foreach (ulong region in takenBack)
        {
            List(context).Remove(region);
            PublishRemoved(region);
        }

        ulong va = oldVa;
        foreach (ulong region in takenBack.Concat(notPlaced))
        {
            if (Place(context, region, va, 0, 0) != TeeResult.SUCCESS) PanicCannotRestore(612, region);
            if (!PageTablesSuffice(context)) PanicCannotRestore(614, region);
            va = Region(region).End;
        }
    }

    [DoesNotReturn]
    private static void PanicCannotRestore(int line, ulong region) =>
        throw new CorePanicException(CorePanicKind.Panic, "Cannot restore mapping", new SourceSite(TeeMmuFile, line, "vm_remap"), region);
}

using TeeSim.Core;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    public override TeeResult VmUnmap(ulong context, ulong va, ulong length)
    {
        AssertCurrent(context, "vm_unmap");
        ulong size = length;
        if (!TryRoundUp(ref size, Pages.SmallPageSize)) return TeeResult.BAD_PARAMETERS;
        ulong end = va;
        if (size == 0 || !IsPageAligned(va) || !TryAdd(ref end, size)) return TeeResult.BAD_PARAMETERS;
        TeeResult result = SplitRange(context, va, size, null, out ulong region);
        if (result != TeeResult.SUCCESS) return result;
        bool last;
        do
        {
            ulong next = List(context).Next(region);
            last = Region(region).End == end;
            RemoveRegion(context, region);
            region = next;
        }
        while (!last);
        return TeeResult.SUCCESS;
    }

    public override TeeResult VmSetProt(ulong context, ulong va, ulong length, uint prot)
    {
        AssertCurrent(context, "vm_set_prot");
        if ((prot & ~(uint)Mattr.ProtMask) != 0 || length == 0) return TeeResult.BAD_PARAMETERS;
        TeeResult result = SplitRange(context, va, length, null, out ulong region);
        if (result != TeeResult.SUCCESS) return result;
        ulong end = va + length;
        // An empty region at the very end counts as covered; vm_unmap stops in front of it.
        Walk walk = Regionwise(context);
        for (ulong r = region; r != 0 && Region(r).End <= end; r = walk.Next(r))
        {
            ref VmRegion<TWord> changed = ref Change(r);
            changed.Attr = (ushort)(changed.Attr & ~(uint)Mattr.ProtMask | prot);
        }

        MergeRange(context, va, length);
        return TeeResult.SUCCESS;
    }

    public override TeeResult VmGetFlags(ulong context, ulong va, ulong length, out VmFlags flags)
    {
        flags = VmFlags.None;
        if (length == 0 || !IsPageAligned(va | length)) return TeeResult.BAD_PARAMETERS;
        ulong region = FindRegion(context, va);
        if (region == 0 || !IsContiguous(context, region, va, length, (first, r, _) => Region(first).Flags == Region(r).Flags))
            return TeeResult.BAD_PARAMETERS;
        flags = (VmFlags)Region(region).Flags;
        return TeeResult.SUCCESS;
    }
}

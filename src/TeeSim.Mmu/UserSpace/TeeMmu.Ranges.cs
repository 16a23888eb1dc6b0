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
        if ((prot & ~_protMask) != 0 || length == 0) return TeeResult.BAD_PARAMETERS;
        TeeResult result = SplitRange(context, va, length, null, out ulong region);
        if (result != TeeResult.SUCCESS) return result;
        ulong end = va + length;
        // An empty region at the very end counts as covered; vm_unmap stops in front of it.
        Walk walk = Regionwise(context);
        for (ulong r = region; r != 0 && Region(r).End <= end; r = walk.Next(r))
        {
            ref VmRegion<TWord> changed = ref Change(r);
            changed.Attr = (ushort)(changed.Attr & ~_protMask | prot);
        }

        MergeRange(context, va, length);
        return TeeResult.SUCCESS;
    }

    public override TeeResult VmGetProt(ulong context, ulong va, ulong length, out uint prot)
    {
        prot = 0;
        if (length == 0 || !IsPageAligned(va | length)) return TeeResult.BAD_PARAMETERS;
        ulong region = FindRegion(context, va);
        if (region == 0 || !IsContiguous(context, region, va, length, (first, r, _) => ProtOf(first) == ProtOf(r)))
            return TeeResult.BAD_PARAMETERS;
        prot = ProtOf(region);
        return TeeResult.SUCCESS;
    }

    public override ulong VmGetMobj(ulong context, ulong va, ref ulong length, out uint prot, out ulong offset)
    {
        prot = 0;
        offset = 0;
        ulong region = IsPageAligned(va | length) ? FindRegion(context, va) : 0;
        if (region == 0) return 0;
        ref readonly VmRegion<TWord> r = ref Region(region);
        length = Math.Min(length, r.End - va);
        prot = ProtOf(region);
        offset = (r.Offset.Value + (va - r.Va.Value)) & TWord.Mask;
        return _env.Mobjs.MobjGet(r.Mobj.Value);
    }

    private uint ProtOf(ulong region) => Region(region).Attr & _protMask;

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

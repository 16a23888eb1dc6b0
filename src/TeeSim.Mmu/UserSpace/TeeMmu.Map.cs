using TeeSim.Core;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    private const int CattrShift = 12;

    public override TeeResult VmMapPad(
        ulong context, ref ulong va, ulong length, uint prot, VmFlags flags, ulong mobj, ulong offset, ulong padBegin, ulong padEnd,
        ulong alignment = 0)
    {
        if (alignment != 0 && !_options.MapsAligned) throw new NotSupportedException("vm_map_pad takes no alignment in this release");
        if ((prot & ~_protMask) != 0) return TeeResult.BAD_PARAMETERS;
        ulong region = NewRegion(_env.VmMapSite);
        if (region == 0) return TeeResult.OUT_OF_MEMORY;
        TeeResult result = _env.Mobjs.GetCattr(mobj, out uint cattr);
        if (result != TeeResult.SUCCESS)
        {
            _env.Heap.Free(region);
            return result;
        }

        ref VmRegion<TWord> r = ref Change(region);
        r.Mobj = TWord.From(_env.Mobjs.MobjGet(mobj));
        r.Offset = TWord.From(offset);
        r.Va = TWord.From(va);
        r.Size = TWord.From(RoundUpWrapping(length));
        Mattr secure = _env.Mobjs.IsSecure(mobj) ? Mattr.Secure : Mattr.None;
        r.Attr = (ushort)(cattr << CattrShift | (uint)(Mattr.Valid | secure) | prot);
        r.Flags = (ushort)flags;

        result = AddRegion(context, region, padBegin, padEnd, alignment);
        if (result != TeeResult.SUCCESS) return Undo(region, result);
        if (!PageTablesSuffice(context))
        {
            List(context).Remove(region);
            return Undo(region, TeeResult.OUT_OF_MEMORY);
        }

        PublishAdded(region);
        va = Region(region).Va.Value;
        return TeeResult.SUCCESS;
    }

    private TeeResult Undo(ulong region, TeeResult result)
    {
        _env.Mobjs.MobjPut(Region(region).Mobj.Value);
        _env.Heap.Free(region);
        return result;
    }
}

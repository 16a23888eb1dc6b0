using TeeSim.Core;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    public override TeeResult AddRwMem(ulong context, ulong mobj, out ulong va)
    {
        va = 0;
        ulong region = NewRegion(_env.AddRwMemSite);
        if (region == 0) return TeeResult.OUT_OF_MEMORY;
        ref VmRegion<TWord> r = ref Change(region);
        r.Mobj = TWord.From(mobj);
        r.Size = TWord.From(RoundUpWrapping(_env.Mobjs.Size(mobj)));
        r.Attr = (ushort)(_env.Mobjs.IsSecure(mobj) ? Mattr.Secure : Mattr.None);
        TeeResult result = AddRegion(context, region, 0, 0);
        if (result != TeeResult.SUCCESS)
        {
            _env.Heap.Free(region);
            return result;
        }

        PublishAdded(region);
        if (!PageTablesSuffice(context))
        {
            RemoveRegion(context, region);
            return TeeResult.OUT_OF_MEMORY;
        }

        va = Region(region).Va.Value;
        return TeeResult.SUCCESS;
    }

    public override void RemRwMem(ulong context, ulong mobj, ulong va)
    {
        ulong region = Regions(context).FirstOrDefault(r => r.Mobj == mobj && r.Va == va).Address;
        if (region != 0) RemoveRegion(context, region);
    }
}

using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    public override TeeResult UserVa2Pa(ulong context, ulong va, out ulong pa)
    {
        pa = 0;
        ulong region = FindRegion(context, va);
        if (region == 0) return TeeResult.ACCESS_DENIED;
        ref readonly VmRegion<TWord> r = ref Region(region);
        ulong granule = Math.Max(_env.Mobjs.PhysGranule(r.Mobj.Value), Pages.SmallPageSize);
        ulong offset = Align.Down(va - r.Va.Value, granule) + r.Offset.Value;
        TeeResult result = _env.Mobjs.GetPa(r.Mobj.Value, offset & TWord.Mask, granule, out ulong page);
        if (result != TeeResult.SUCCESS) return result;
        // The mask has the width of size_t, not of a physical address: ILP32 loses the upper half.
        pa = Align.Down(page, granule) & TWord.Mask | va & (granule - 1);
        return TeeResult.SUCCESS;
    }

    public override TeeResult UserPa2Va(ulong context, ulong pa, out ulong va, ulong length = 1)
    {
        foreach (RegionInfo r in Regions(context))
        {
            ulong granule = _options.PaSearchGoesByGranule ? _env.Mobjs.PhysGranule(r.Mobj) : 0;
            ulong steps = _env.Profile.Vm.UserVaSize / Pages.SmallPageSize + 1;
            ulong step;
            // The offset in the object is compared with the region's size: as the original does it.
            for (ulong offset = r.Offset, before = 0; offset < r.Size; before = offset, offset += step)
            {
                if (offset < before || steps-- == 0)
                {
                    throw new CorePanicException(
                        CorePanicKind.Hang, "the offset wraps around", new SourceSite(TeeMmuFile, 0, "tee_mmu_user_pa2va"), r.Address);
                }
                step = granule == 0 ? r.Size : Math.Min(granule - (offset & (granule - 1)), r.Size - offset);
                if (_env.Mobjs.GetPa(r.Mobj, offset, granule, out ulong start) != TeeResult.SUCCESS) continue;
                if (!IsBufferInside(pa, length, start, step)) continue;
                va = (r.Va + offset - r.Offset + (pa - start)) & TWord.Mask;
                return TeeResult.SUCCESS;
            }
        }

        va = 0;
        return TeeResult.ACCESS_DENIED;
    }

    public override TeeResult VmBufToMobjOffs(ulong context, ulong va, ulong length, out ulong mobj, out ulong offset)
    {
        foreach (RegionInfo r in Regions(context))
        {
            if (!IsBufferInside(va, length, r.Va, r.Size)) continue;
            mobj = r.Mobj;
            offset = (va - r.Va + r.Offset - _env.Mobjs.GetPhysOffs(mobj, Pages.SmallPageSize)) & TWord.Mask;
            return TeeResult.SUCCESS;
        }

        mobj = 0;
        offset = 0;
        return TeeResult.BAD_PARAMETERS;
    }

    public override TeeResult CheckAccessRights(ulong context, AccessFlags access, ulong va, ulong length)
    {
        ulong end = va;
        if (!TryAdd(ref end, length)) return TeeResult.ACCESS_DENIED;
        if (access.HasFlag(AccessFlags.NonSecure | AccessFlags.Secure)) return TeeResult.ACCESS_DENIED;
        if (length == 0 && _options.EmptyBufferIsAccessible) return TeeResult.SUCCESS;
        if (!access.HasFlag(AccessFlags.AnyOwner) && !IsVbufInsideUmPrivate(context, va, length)) return TeeResult.ACCESS_DENIED;
        for (ulong page = Align.Down(va, Pages.SmallPageSize); page < end; page += Pages.SmallPageSize)
        {
            ulong region = FindRegion(context, page);
            if (region == 0 || !Allows((Mattr)Region(region).Attr, access)) return TeeResult.ACCESS_DENIED;
        }

        return TeeResult.SUCCESS;
    }

    public override bool IsVbufInsideUmPrivate(ulong context, ulong va, ulong length) =>
        Regions(context).Any(r => (r.Flags & NonPrivate) == 0 && IsBufferInside(va, length, r.Va, r.Size));

    // Up to 4.9 the attributes are tested in place of the flags, and every mapped region has bit 0 of those: the valid bit.
    public override bool IsVbufIntersectUmPrivate(ulong context, ulong va, ulong length) =>
        Regions(context).Any(r => ((_options.IntersectTestsFlags ? r.Flags : (VmFlags)(uint)r.Attr) & NonPrivate) == 0
            && IsBufferIntersecting(va, length, r.Va, r.Size));

    private VmFlags NonPrivate => _options.LdelfIsPrivate ? VmFlags.GuardMask : VmFlags.NonPrivate;

    private static bool Allows(Mattr attr, AccessFlags access)
    {
        bool secure = attr.HasFlag(Mattr.Secure);
        if (access.HasFlag(AccessFlags.NonSecure) && secure) return false;
        if (access.HasFlag(AccessFlags.Secure) && !secure) return false;
        if (access.HasFlag(AccessFlags.Write) && !attr.HasFlag(Mattr.Uw)) return false;
        return !access.HasFlag(AccessFlags.Read) || attr.HasFlag(Mattr.Ur);
    }

    private ulong PaddrMask => _env.Profile.PhysicalAddressBits == 64 ? ulong.MaxValue : uint.MaxValue;

    /// <summary>
    /// Whether [b, b + bl) lies in [a, a + al), in the width of a physical address (<c>core_is_buffer_inside</c>); an
    /// empty or wrapping range never does.
    /// </summary>
    private bool IsBufferInside(ulong b, ulong bl, ulong a, ulong al) =>
        IsRange(b, bl) && IsRange(a, al) && b >= a && Last(b, bl) <= Last(a, al);

    /// <summary>Whether the two ranges share a byte (<c>core_is_buffer_intersect</c>), with the same arithmetic.</summary>
    private bool IsBufferIntersecting(ulong b, ulong bl, ulong a, ulong al) =>
        IsRange(b, bl) && IsRange(a, al) && Last(b, bl) >= a && b <= Last(a, al);

    private bool IsRange(ulong start, ulong size) => size != 0 && Last(start, size) >= start;

    private ulong Last(ulong start, ulong size) => (start - 1 + size) & PaddrMask;
}

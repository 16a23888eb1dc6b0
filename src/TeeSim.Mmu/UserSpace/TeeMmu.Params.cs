using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    public override TeeResult VmMapParam(ulong context, ReadOnlySpan<ParamMem> memrefs, Span<ulong> userVas)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(memrefs.Length, MostParams);
        ArgumentOutOfRangeException.ThrowIfLessThan(userVas.Length, memrefs.Length);
        userVas.Clear();
        Span<ParamMem> pieces = stackalloc ParamMem[MostParams];
        int count = 0;
        foreach (ParamMem p in memrefs)
        {
            if (p.Mobj != 0) pieces[count++] = PagesOf(p);
        }

        pieces = pieces[..count];
        pieces.Sort(CompareParams);
        pieces = pieces[..MergeParams(pieces)];
        AssertNoParams(context);
        TeeResult result = MapParams(context, pieces);
        if (result == TeeResult.SUCCESS) result = FindUserVas(context, memrefs, userVas);
        if (result == TeeResult.SUCCESS && !PageTablesSuffice(context)) result = TeeResult.OUT_OF_MEMORY;
        if (result == TeeResult.SUCCESS) return result;
        userVas.Clear();
        CleanParam(context);
        return result;
    }

    public override void CleanParam(ulong context)
    {
        Walk walk = Regionwise(context);
        for (ulong region = walk.First; region != 0;)
        {
            ulong next = walk.Next(region);
            if (IsParam(region)) RemoveRegion(context, region);
            region = next;
        }
    }

    /// <summary>The whole pages that a reference touches, at least one.</summary>
    private ParamMem PagesOf(ParamMem p)
    {
        ulong start = p.Offset + _env.Mobjs.GetPhysOffs(p.Mobj, Pages.SmallPageSize) & TWord.Mask;
        ulong offset = Align.Down(start, Pages.SmallPageSize);
        ulong size = RoundUpWrapping(start - offset + p.Size);
        return new ParamMem(p.Mobj, offset, size == 0 ? Pages.SmallPageSize : size);
    }

    // Non-secure ones first: the comment in the original claims the opposite.
    private int CompareParams(ParamMem a, ParamMem b)
    {
        int order = _env.Mobjs.IsSecure(a.Mobj).CompareTo(_env.Mobjs.IsSecure(b.Mobj));
        if (order == 0) order = a.Mobj.CompareTo(b.Mobj);
        if (order == 0) order = a.Offset.CompareTo(b.Offset);
        return order == 0 ? a.Size.CompareTo(b.Size) : order;
    }

    /// <summary>
    /// Joins sorted pieces of one object that touch or overlap, and returns how many are left. A piece inside the one
    /// before cuts that off at its own end.
    /// </summary>
    private int MergeParams(Span<ParamMem> pieces)
    {
        if (pieces.IsEmpty) return 0;
        int last = 0;
        for (int i = 1; i < pieces.Length; i++)
        {
            ParamMem m = pieces[last];
            ParamMem n = pieces[i];
            if (n.Mobj == m.Mobj
                && (n.Offset == (m.Offset + m.Size & TWord.Mask) || IsBufferIntersecting(m.Offset, m.Size, n.Offset, n.Size)))
            {
                pieces[last] = m with { Size = n.Offset + n.Size - m.Offset & TWord.Mask };
            }
            else
            {
                pieces[++last] = n;
            }
        }

        return last + 1;
    }

    private void AssertNoParams(ulong context)
    {
        Walk walk = Regionwise(context);
        for (ulong r = walk.First; r != 0; r = walk.Next(r))
        {
            if (IsParam(r))
            {
                throw new CorePanicException(
                    CorePanicKind.Assertion, "no region is ephemeral", new SourceSite(TeeMmuFile, 0, "check_param_map_empty"), r);
            }
        }
    }

    private TeeResult MapParams(ulong context, ReadOnlySpan<ParamMem> pieces)
    {
        const uint Prot = (uint)(Mattr.Pr | Mattr.Pw | Mattr.Ur | Mattr.Uw);
        foreach (ParamMem piece in pieces)
        {
            ulong va = 0;
            TeeResult result =
                VmMapPad(context, ref va, piece.Size, Prot, VmFlags.Ephemeral | VmFlags.Shareable, piece.Mobj, piece.Offset, 0, 0);
            if (result != TeeResult.SUCCESS) return result;
        }

        return TeeResult.SUCCESS;
    }

    private TeeResult FindUserVas(ulong context, ReadOnlySpan<ParamMem> memrefs, Span<ulong> userVas)
    {
        for (int i = 0; i < memrefs.Length; i++)
        {
            if (memrefs[i].Mobj == 0) continue;
            if (!TryFindUserVa(context, memrefs[i], out userVas[i])) return TeeResult.GENERIC;
        }

        return TeeResult.SUCCESS;
    }

    // The offset is compared without what the object's start adds to it: so a region that starts at a later page for its sake is not found.
    private bool TryFindUserVa(ulong context, ParamMem p, out ulong va)
    {
        va = 0;
        Walk walk = Regionwise(context);
        for (ulong address = walk.First; address != 0; address = walk.Next(address))
        {
            ref readonly VmRegion<TWord> r = ref Region(address);
            if (!IsParam(address) || r.Mobj.Value != p.Mobj || p.Offset < r.Offset.Value
                || p.Offset >= (r.Offset.Value + r.Size.Value & TWord.Mask))
            {
                continue;
            }
            va = r.Va.Value + p.Offset + _env.Mobjs.GetPhysOffs(p.Mobj, Pages.SmallPageSize) - r.Offset.Value & TWord.Mask;
            return true;
        }

        return false;
    }

    private bool IsParam(ulong region) => ((VmFlags)Region(region).Flags).HasFlag(VmFlags.Ephemeral);
}

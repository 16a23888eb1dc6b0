using TeeSim.Core;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>The memory that a call passes, as memory objects.</summary>
/// <param name="References">At most four.</param>
/// <param name="HasSdp">Whether secure video memory is among it.</param>
internal sealed record CallMemory(ParamMem[] References, bool HasSdp)
{
    /// <summary>Nothing is passed.</summary>
    public static CallMemory None { get; } = new([], HasSdp: false);

    /// <summary>Makes what is passed visible to the core, for a pseudo TA; after an error nothing is.</summary>
    public TeeResult MapIntoCore(Mobjs mobjs)
    {
        for (int i = 0; i < References.Length; i++)
        {
            ParamMem reference = References[i];
            if (reference.Size == 0) continue;
            TeeResult result = mobjs.IncMap(reference.Mobj);
            int mapped = result == TeeResult.SUCCESS ? i + 1 : i;
            if (result == TeeResult.SUCCESS
                && (mobjs.GetVa(reference.Mobj, reference.Offset) == 0
                    || mobjs.GetVa(reference.Mobj, reference.Offset + reference.Size - 1) == 0))
            {
                result = TeeResult.BAD_PARAMETERS;
            }
            if (result == TeeResult.SUCCESS) continue;
            Unmap(References.Take(mapped), mobjs);
            return result;
        }

        return TeeResult.SUCCESS;
    }

    /// <summary>Undoes <see cref="MapIntoCore"/>.</summary>
    public void UnmapFromCore(Mobjs mobjs) => Unmap(References, mobjs);

    private static void Unmap(IEnumerable<ParamMem> mapped, Mobjs mobjs)
    {
        foreach (ParamMem reference in mapped)
        {
            if (reference.Size != 0) mobjs.DecMap(reference.Mobj);
        }
    }
}

namespace TeeSim.Core.Profiles;

/// <summary>What changed in memory objects (<c>mobj.c</c>, <c>mobj_dyn_shm.c</c>) between releases. The defaults are those of 3.9 to 3.12.</summary>
/// <param name="DecMapNeverUnmaps">
/// The last <c>mobj_dec_map</c> of registered shared memory tests its counter the wrong way round and keeps the mapping; the next <c>mobj_inc_map</c> forgets it
/// (3.6 to 3.12).
/// </param>
/// <param name="FobjMobjHasMemType">A <c>mobj_with_fobj</c> ends with a memory type: 28 bytes on ILP32 and 56 on LP64 instead of 24 and 48 (4.10).</param>
public sealed record MobjOptions(bool DecMapNeverUnmaps = true, bool FobjMobjHasMemType = false)
{
    /// <summary>The choices of 4.10.0.</summary>
    public static MobjOptions Optee410 { get; } = new(DecMapNeverUnmaps: false, FobjMobjHasMemType: true);
}

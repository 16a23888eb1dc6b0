using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.UserSpace;

/// <summary>
/// The address spaces of TAs (<c>core/arch/arm/mm/tee_mmu.c</c> 3.10.0, <c>core/mm/vm.c</c> 4.10.0). A context is the simulated address of
/// its <c>vm_info</c>, which is also that of the <c>user_mode_ctx</c> around it. Addresses, sizes and paddings are bytes; a failure leaves
/// nothing behind unless the method says so.
/// </summary>
public abstract class TeeMmu
{
    /// <summary>Creates the functions for a target.</summary>
    /// <param name="environment">What they work on.</param>
    public static TeeMmu Create(TeeMmuEnvironment environment) => environment.Profile.Abi switch
    {
        Abi.Ilp32 => new TeeMmu<Word32>(environment),
        _ => new TeeMmu<Word64>(environment),
    };

    /// <summary>Bytes of a <c>vm_info</c>.</summary>
    public static int VmInfoSize(Abi abi) => abi == Abi.Ilp32 ? Unsafe.SizeOf<VmInfo<Word32>>() : Unsafe.SizeOf<VmInfo<Word64>>();

    /// <summary>Bytes of the stack that <c>vm_remap</c> needs for a list head, enough for all targets.</summary>
    public const int StackSize = 16;

    /// <summary>
    /// How many page tables the regions of one context may need: in 3.10 for their whole span, in 4.10 for what they touch.
    /// </summary>
    public abstract int PageTables { get; set; }

    /// <summary>
    /// What <see cref="VmInfoInit"/> maps first: the core's exception entry code. It takes no reference by itself; size 0 maps nothing.
    /// </summary>
    public KernelEntry KernelEntry { get; set; } = new(0, 0, 0);

    /// <summary>
    /// Starts an address space: takes an ASID, maps the kernel entry code (<c>vm_info_init</c>). There are 64 ASIDs; without one:
    /// <see cref="TeeResult.GENERIC"/>.
    /// </summary>
    public abstract TeeResult VmInfoInit(ulong context);

    /// <summary>Ends an address space: drops all regions and the ASID (<c>vm_info_final</c>); nothing when it was not started.</summary>
    public abstract void VmInfoFinal(ulong context);

    /// <summary>Whether an address space was started and has not ended.</summary>
    public abstract bool IsInitialized(ulong context);

    /// <summary>Maps an object (<c>vm_map_pad</c>; <c>vm_map</c> is this without paddings).</summary>
    /// <param name="context">The context.</param>
    /// <param name="va">The wanted address, or 0 to choose the first gap that fits; on success the address.</param>
    /// <param name="length">Bytes; rounded up to a page modulo the word, so 0 makes an empty region.</param>
    /// <param name="prot">Bits of <see cref="Mattr.ProtMask"/>, in 4.10 also <see cref="Mattr.Guarded"/>.</param>
    /// <param name="flags">What the region is for; 16 bits are kept.</param>
    /// <param name="mobj">The object, or 0: then <see cref="TeeResult.GENERIC"/>.</param>
    /// <param name="offset">Where in the object to start.</param>
    /// <param name="padBegin">Bytes kept free in front.</param>
    /// <param name="padEnd">Bytes kept free behind.</param>
    /// <param name="alignment">
    /// In 4.10: what the chosen address, and the end of the range behind the region, shall be a multiple of; up to a page it is not looked
    /// at. A wanted address is not checked against it.
    /// </param>
    /// <exception cref="NotSupportedException">An alignment in a release that takes none.</exception>
    /// <returns>
    /// <see cref="TeeResult.BAD_PARAMETERS"/> for other prot bits, a range outside of the object or an alignment above a page that is no
    /// power of two, <see cref="TeeResult.OUT_OF_MEMORY"/> without heap or page tables, <see cref="TeeResult.ACCESS_CONFLICT"/> without
    /// a gap or for unaligned numbers.
    /// </returns>
    public abstract TeeResult VmMapPad(
        ulong context, ref ulong va, ulong length, uint prot, VmFlags flags, ulong mobj, ulong offset, ulong padBegin, ulong padEnd,
        ulong alignment = 0);

    /// <summary>
    /// Unmaps [va, va + length), which must be mapped without holes (<c>vm_unmap</c>); may split regions. The
    /// context must be the current one.
    /// </summary>
    public abstract TeeResult VmUnmap(ulong context, ulong va, ulong length);

    /// <summary>
    /// Changes the protection of a mapped range (<c>vm_set_prot</c>), splitting and merging regions. The context must be the current one.
    /// </summary>
    /// <returns>When the second of two splits finds no memory, the first one stays.</returns>
    public abstract TeeResult VmSetProt(ulong context, ulong va, ulong length, uint prot);

    /// <summary>
    /// Moves a mapped range (<c>vm_remap</c>). The context must be the current one. Until 3.17 a failure does not restore everything: the
    /// region that was placed last stays at its new address. From 3.18.0 to 4.10.0 everything is restored, unless not even the first region
    /// could be placed: then the context's list gets a wrong end, and regions may be lost or the core panics.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="newVa">The wanted address or 0; on success the address.</param>
    /// <param name="oldVa">Where the range is.</param>
    /// <param name="length">Bytes, a multiple of a page.</param>
    /// <param name="padBegin">Bytes kept free in front.</param>
    /// <param name="padEnd">Bytes kept free behind.</param>
    public abstract TeeResult VmRemap(ulong context, ref ulong newVa, ulong oldVa, ulong length, ulong padBegin, ulong padEnd);

    /// <summary>
    /// The flags of a mapped range (<c>vm_get_flags</c>); that its last region has other flags goes unnoticed, as in the original.
    /// </summary>
    public abstract TeeResult VmGetFlags(ulong context, ulong va, ulong length, out VmFlags flags);

    /// <summary>The protection bits of a mapped range (<c>vm_get_prot</c>, 4.10); that its last region has others goes unnoticed.</summary>
    public abstract TeeResult VmGetProt(ulong context, ulong va, ulong length, out uint prot);

    /// <summary>
    /// The object behind an address (<c>vm_get_mobj</c>, 4.10), with a reference that is then the caller's; 0 when nothing is mapped
    /// there or a number is unaligned.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="va">A multiple of a page.</param>
    /// <param name="length">Bytes, a multiple of a page; cut to what is left of the region.</param>
    /// <param name="prot">The region's protection bits.</param>
    /// <param name="offset">Where in the object the address lies.</param>
    public abstract ulong VmGetMobj(ulong context, ulong va, ref ulong length, out uint prot, out ulong offset);

    /// <summary>
    /// The object that a buffer lies in, and where (<c>tee_mmu_vbuf_to_mobj_offs</c>, in 4.10
    /// <c>vm_buf_to_mboj_offs</c>); takes no reference.
    /// </summary>
    /// <returns><see cref="TeeResult.BAD_PARAMETERS"/> when it does not lie in one region, or is empty.</returns>
    public abstract TeeResult VmBufToMobjOffs(ulong context, ulong va, ulong length, out ulong mobj, out ulong offset);

    /// <summary>
    /// The physical address behind a TA's address (<c>tee_mmu_user_va2pa</c>, in 4.10 <c>vm_va2pa</c>); on ILP32 its upper half is lost.
    /// </summary>
    public abstract TeeResult UserVa2Pa(ulong context, ulong va, out ulong pa);

    /// <summary>
    /// The TA's address of a physical one (<c>tee_mmu_user_pa2va</c>, in 4.10 <c>vm_pa2va</c>, which returns only the address).
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="pa">The physical address.</param>
    /// <param name="va">Where it is mapped, or 0.</param>
    /// <param name="length">Bytes that must lie in one piece; 3.10 asks for one byte.</param>
    public abstract TeeResult UserPa2Va(ulong context, ulong pa, out ulong va, ulong length = 1);

    /// <summary>
    /// Whether a TA may use a buffer (<c>tee_mmu_check_access_rights</c>, in 4.10
    /// <c>vm_check_access_rights</c>, which allows any empty one).
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="access">Bits of <see cref="AccessFlags"/>.</param>
    /// <param name="va">First address.</param>
    /// <param name="length">Bytes.</param>
    public abstract TeeResult CheckAccessRights(ulong context, AccessFlags access, ulong va, ulong length);

    /// <summary>
    /// Whether one private region contains the buffer (<c>tee_mmu_is_vbuf_inside_um_private</c>). In 4.10 the loader's
    /// regions count as private, too.
    /// </summary>
    public abstract bool IsVbufInsideUmPrivate(ulong context, ulong va, ulong length);

    /// <summary>
    /// Whether a private region overlaps the buffer (<c>tee_mmu_is_vbuf_intersect_um_private</c>). From 3.7 to 4.9 it tests the attributes
    /// in place of the flags, so no region that was mapped ever does.
    /// </summary>
    public abstract bool IsVbufIntersectUmPrivate(ulong context, ulong va, ulong length);

    /// <summary>
    /// Adds a region for a paged TA's memory (<c>tee_mmu_add_rwmem</c>): takes no reference, though removing it drops one.
    /// </summary>
    public abstract TeeResult AddRwMem(ulong context, ulong mobj, out ulong va);

    /// <summary>Removes the first region of this object at this address (<c>tee_mmu_rem_rwmem</c>).</summary>
    public abstract void RemRwMem(ulong context, ulong mobj, ulong va);

    /// <summary>How many parameters a call has (<c>TEE_NUM_PARAMS</c>).</summary>
    public const int MostParams = 4;

    /// <summary>
    /// Maps the memory that a call hands over (<c>tee_mmu_map_param</c>, in 4.10 <c>vm_map_param</c>): whole pages, non-secure memory
    /// first, neighbours of one object as one region. When one reference lies inside another, less may be mapped than the larger
    /// one needs, as in the original.
    /// </summary>
    /// <param name="context">The context; parameters of an earlier call in it are a panic.</param>
    /// <param name="memrefs">At most <see cref="MostParams"/>.</param>
    /// <param name="userVas">Gets the TA's address of each; 0 for one without an object.</param>
    /// <returns>
    /// The error of the first mapping that failed; <see cref="TeeResult.GENERIC"/> when no region holds a reference's first byte;
    /// <see cref="TeeResult.OUT_OF_MEMORY"/> without heap or page tables. After an error no parameter is mapped.
    /// </returns>
    public abstract TeeResult VmMapParam(ulong context, ReadOnlySpan<ParamMem> memrefs, Span<ulong> userVas);

    /// <summary>Removes the regions of a call's parameters (<c>tee_mmu_clean_param</c>).</summary>
    public abstract void CleanParam(ulong context);

    /// <summary>
    /// Makes the last word of a context's region list right again. Nothing of OP-TEE: recorded traces do it
    /// after a remap that left it wrong.
    /// </summary>
    public abstract void FixListHead(ulong context);

    /// <summary>The regions in list order.</summary>
    public abstract IEnumerable<RegionInfo> Regions(ulong context);

    /// <summary>The lines of <c>user_mode_ctx_print_mappings</c>, in the profile's form.</summary>
    public abstract IReadOnlyList<string> MappingLines(ulong context);

    /// <summary>Prints them at level error, raw.</summary>
    public abstract void PrintMappings(ulong context);

    /// <summary>Checks the equations of a context's list: order, disjointness, range, alignment, links, live objects.</summary>
    /// <returns>A sentence for each equation that does not hold.</returns>
    public abstract IReadOnlyList<string> Validate(ulong context);
}

using TeeSim.Core;

namespace TeeSim.Mmu.MemoryObjects;

public abstract partial class Mobjs
{
    /// <summary>
    /// A part of another object, its place taken from a page pool (<c>mobj_mm_alloc</c>): a TA's buffer for a call to another TA.
    /// </summary>
    /// <param name="parent">The object that the pool's range belongs to; no reference is taken.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="pool">The pool.</param>
    /// <returns>The object, or 0 without room on the heap or in the pool.</returns>
    public abstract ulong MobjMmAlloc(ulong parent, ulong size, ulong pool);

    /// <summary>An object for pages (<c>mobj_with_fobj_alloc</c>), secure and cached; takes a reference of both.</summary>
    /// <param name="fobj">The pages; 0 gives 0.</param>
    /// <param name="file">The file that they are a slice of, or 0.</param>
    public abstract ulong MobjWithFobjAlloc(ulong fobj, ulong file);

    /// <summary>
    /// An object for memory that the normal world registers (<c>mobj_reg_shm_alloc</c>), guarded: it can't be released by its cookie.
    /// </summary>
    /// <param name="pages">Physical addresses of the pages.</param>
    /// <param name="pageOffset">Where in the first page the memory starts; its size is what is left of the pages.</param>
    /// <param name="cookie">The normal world's name for it.</param>
    /// <returns>
    /// The object, or 0: no pages, an offset of a page or more, no room on the heap, or a page that is unaligned or secure.
    /// </returns>
    public abstract ulong MobjRegShmAlloc(ReadOnlySpan<ulong> pages, ulong pageOffset, ulong cookie);

    /// <summary>The same, mapped for the core as by <see cref="IncMap"/> (<c>mobj_mapped_shm_alloc</c>).</summary>
    public abstract ulong MobjMappedShmAlloc(ReadOnlySpan<ulong> pages, ulong pageOffset, ulong cookie);

    /// <summary>Lets a registered object be released by its cookie (<c>mobj_reg_shm_unguard</c>).</summary>
    public abstract void MobjRegShmUnguard(ulong mobj);

    /// <summary>The registered object of a cookie with one more reference (<c>mobj_reg_shm_get_by_cookie</c>), or 0.</summary>
    public abstract ulong MobjRegShmGetByCookie(ulong cookie);

    /// <summary>
    /// Gives back the registering reference (<c>mobj_reg_shm_release_by_cookie</c>). The original then waits for the last reference; here
    /// the call returns, and the last <see cref="MobjPut"/> frees the object.
    /// </summary>
    /// <returns><see cref="TeeResult.BAD_PARAMETERS"/> when there is none of that cookie, or it is guarded or being released.</returns>
    public abstract TeeResult MobjRegShmReleaseByCookie(ulong cookie);

    /// <summary>The registered objects, newest first.</summary>
    public abstract IEnumerable<ulong> RegisteredShm { get; }

    /// <summary>Makes the core see the memory (<c>mobj_inc_map</c>): only registered objects have anything to do.</summary>
    /// <returns>
    /// <see cref="TeeResult.GENERIC"/> for NULL, <see cref="TeeResult.OUT_OF_MEMORY"/> without virtual addresses or heap for them.
    /// </returns>
    public abstract TeeResult IncMap(ulong mobj);

    /// <summary>
    /// Takes back one <see cref="IncMap"/> (<c>mobj_dec_map</c>). From 3.6 to 3.12 the last one does not unmap: the mapping stays, and the
    /// next <see cref="IncMap"/> forgets its entry in the pool.
    /// </summary>
    public abstract TeeResult DecMap(ulong mobj);

    /// <summary>Where the core sees the memory at an offset (<c>mobj_get_va</c>), or 0.</summary>
    public abstract ulong GetVa(ulong mobj, ulong offset);

    /// <summary>Whether the memory is of a kind (<c>mobj_matches</c>); never for NULL.</summary>
    public abstract bool Matches(ulong mobj, BufferAttribute attribute);

    /// <summary>The normal world's name for shared memory (<c>mobj_get_cookie</c>), or 0.</summary>
    public abstract ulong GetCookie(ulong mobj);
}

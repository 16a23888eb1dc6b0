using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Drivers;

/// <summary>
/// What the core offers to a driver, in OP-TEE's words. Addresses are simulated; a driver keeps all its state in simulated memory, on the
/// heap or in its static variables, so that a state of the world is its bytes.
/// </summary>
public interface ITeeCore
{
    /// <summary>The simulated memory, for the driver's own structs.</summary>
    SimulatedMemory Memory { get; }

    /// <summary>Bytes of a pointer on the target: 4 or 8.</summary>
    int WordSize { get; }

    /// <summary>The secure video memory of the platform.</summary>
    AddressRange VdecPool { get; }

    /// <summary>The <c>user_mode_ctx</c> of the calling TA (the thread's current context).</summary>
    ulong CurrentContext { get; }

    /// <summary>
    /// Makes a context the thread's current one (<c>tee_mmu_set_ctx</c>), which <see cref="VmUnmap"/> asserts. The driver puts the
    /// previous one back before it returns.
    /// </summary>
    /// <param name="context">A <c>user_mode_ctx</c>, or 0 for none.</param>
    /// <returns>The one before, or 0.</returns>
    ulong SetCurrentContext(ulong context);

    /// <summary>
    /// The <c>tee_ta_session</c> through which the calling TA was entered (<c>tee_ta_get_current_session</c>), or 0. Its address tells
    /// sessions apart as long as they live; their numbers are unique only among those of one opener.
    /// </summary>
    ulong CurrentSession { get; }

    /// <summary>The UUID of the TA that a <c>user_mode_ctx</c> belongs to.</summary>
    Guid UuidOf(ulong context);

    /// <summary>The regions of a context by ascending address, as they are now.</summary>
    IReadOnlyList<RegionInfo> Regions(ulong context);

    /// <summary>Reserves zeroed static memory; only while the driver is created.</summary>
    /// <param name="size">Bytes.</param>
    ulong StaticData(int size);

    /// <summary>Allocates zeroed heap memory, or returns 0.</summary>
    /// <param name="size">Bytes.</param>
    /// <param name="site">The place in the driver's source that mdbg is to list.</param>
    ulong Calloc(ulong size, SourceSite site);

    /// <summary>Releases heap memory; 0 is allowed.</summary>
    void Free(ulong address);

    /// <summary><see cref="Mobjs.MobjPhysAlloc"/>.</summary>
    ulong MobjPhysAlloc(ulong pa, ulong size, uint cattr, BufferAttribute battr);

    /// <summary><see cref="Mobjs.MobjPut"/>.</summary>
    void MobjPut(ulong mobj);

    /// <summary><see cref="Mobjs.GetPa"/>, exact to the byte.</summary>
    TeeResult MobjGetPa(ulong mobj, ulong offset, out ulong pa);

    /// <summary><see cref="TeeMmu.VmMapPad"/> without paddings.</summary>
    TeeResult VmMap(ulong context, ref ulong va, ulong length, Mattr prot, VmFlags flags, ulong mobj, ulong offset);

    /// <summary><see cref="TeeMmu.VmUnmap"/>; panics when the context is not the current one.</summary>
    TeeResult VmUnmap(ulong context, ulong va, ulong length);

    /// <summary>Prepares a mutex (<c>mutex_init</c>): 4 bytes of the driver's own memory, such as <see cref="StaticData"/>.</summary>
    void MutexInit(ulong mutex);

    /// <summary>
    /// Takes a mutex (<c>mutex_lock</c>). Calls are made one at a time, so a mutex that is taken is never given back: the call
    /// waits for ever, and never returns.
    /// </summary>
    void MutexLock(ulong mutex);

    /// <summary>Gives a mutex back (<c>mutex_unlock</c>); panics when nobody has taken it.</summary>
    void MutexUnlock(ulong mutex);

    /// <summary>Prints an error line.</summary>
    /// <param name="site">Function and line in the driver's source.</param>
    /// <param name="text">The message.</param>
    void Emsg(SourceSite site, string text);
}

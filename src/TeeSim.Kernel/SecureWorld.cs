using TeeSim.Bget;
using TeeSim.Core.Events;
using TeeSim.Core.Memory;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.PagePools;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel;

/// <summary>
/// A booted secure world, and the calls that the normal world can make. Calls are modelled one at a time; each takes a simulated
/// millisecond. After a core panic nothing answers any more.
/// </summary>
public abstract class SecureWorld
{
    /// <summary>Boots.</summary>
    /// <param name="options">What with; <see cref="SecureWorldOptions.Validate"/> must have found nothing.</param>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    public static SecureWorld Boot(SecureWorldOptions options)
    {
        if (options.Validate() is [var problem, ..]) throw new ArgumentException(problem.Message, nameof(options));
        return options.Profile.Abi == Abi.Ilp32 ? new SecureWorld<Word32>(options) : new SecureWorld<Word64>(options);
    }

    /// <summary>What it was booted with.</summary>
    public abstract SecureWorldOptions Options { get; }

    /// <summary>The simulated memory: all of the state but the clock.</summary>
    public abstract SimulatedMemory Memory { get; }

    /// <summary>The core's heap.</summary>
    public abstract Heap Heap { get; }

    /// <summary>Memory objects.</summary>
    public abstract Mobjs Mobjs { get; }

    /// <summary>Address spaces of TAs.</summary>
    public abstract TeeMmu Mmu { get; }

    /// <summary>What read-only mappings of the same TA binary share.</summary>
    public abstract Files Files { get; }

    /// <summary>Page pools.</summary>
    public abstract TeeMm TeeMm { get; }

    /// <summary>The pools that boot has made: the TA RAM, the virtual addresses of shared memory and, with a pager, of the core.</summary>
    public abstract IReadOnlyList<PagePool> Pools { get; }

    /// <summary>The driver.</summary>
    public abstract IDriver Driver { get; }

    /// <summary>
    /// In which orders the driver has taken mutexes while it held others. It only grows, but for <see cref="ForgetLockOrders"/>: what was
    /// seen in a state that has been left since is part of it, and it is no part of any state.
    /// </summary>
    public abstract IReadOnlyCollection<LockOrder> LockOrders { get; }

    /// <summary>
    /// Forgets <see cref="LockOrders"/> but for those of boot: for those who try one history after the other in one world.
    /// </summary>
    public abstract void ForgetLockOrders();

    /// <summary>What happens.</summary>
    public abstract EventStream Events { get; }

    /// <summary>Simulated time since boot.</summary>
    public abstract long Microseconds { get; }

    /// <summary>Why the core stopped, or null while it runs.</summary>
    public abstract CorePanicException? Panic { get; }

    /// <summary>The TA contexts that exist, oldest first.</summary>
    public abstract IReadOnlyList<TaContext> Contexts { get; }

    /// <summary>
    /// The <c>tee_ta_ctx</c> that a session of the normal world is on: its address; 0 for no such session, or none any more.
    /// </summary>
    /// <param name="session">The session's number.</param>
    public abstract ulong ContextOfSession(uint session);

    /// <summary>Call sites by which allocations can be told apart.</summary>
    public abstract KernelCallSites CallSites { get; }

    /// <summary>The static variables that hold pointers: address and bytes.</summary>
    public abstract Core.AddressRange Statics { get; }

    /// <summary>Whether the core itself allocates at a call site; all others are the driver's.</summary>
    public abstract bool IsCoreSite(Core.CallSite site);

    /// <summary>The place in the source that a call site stands for, or null.</summary>
    public abstract Core.SourceSite? Describe(Core.CallSite site);

    /// <summary>Opens a session as anybody, without passing memory.</summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="ta">The TA.</param>
    public TeeOutcome OpenSession(string process, Guid ta) => OpenSession(process, new OpenSessionRequest(ta));

    /// <summary>Opens a session.</summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="request">What for.</param>
    /// <returns>
    /// The session's id; <c>ITEM_NOT_FOUND</c> for an unknown TA, <c>BUSY</c>, <c>OUT_OF_MEMORY</c>, <c>TARGET_DEAD</c>,
    /// <c>BAD_PARAMETERS</c>, or what the TA says.
    /// </returns>
    public abstract TeeOutcome OpenSession(string process, OpenSessionRequest request);

    /// <summary>Lets the TA of a session open a session on another TA; its id counts in the first TA's own list.</summary>
    /// <param name="process">The normal-world process that makes the first TA do it.</param>
    /// <param name="session">The session with the first TA.</param>
    /// <param name="request">What for; the client is the first TA.</param>
    public abstract TeeOutcome OpenSessionFromTa(string process, uint session, OpenSessionRequest request);

    /// <summary>Lets the TA of a session close one that it has opened.</summary>
    /// <param name="process">The normal-world process that makes the TA do it.</param>
    /// <param name="session">The session with that TA.</param>
    /// <param name="id">The number of the session to close in the TA's own list.</param>
    /// <param name="panicCode">The code with which the TA panics instead; null when it doesn't.</param>
    public abstract TeeOutcome CloseSessionFromTa(string process, uint session, uint id, uint? panicCode = null);

    /// <summary>Closes a session as anybody; <c>ITEM_NOT_FOUND</c> when there is none of that id.</summary>
    public TeeOutcome CloseSession(string process, uint session) => CloseSession(process, session, new CommandRequest());

    /// <summary>
    /// Closes a session; <c>ITEM_NOT_FOUND</c> when there is none of that id, <c>BAD_PARAMETERS</c> for another client's.
    /// </summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="request">Who closes it, and what the TA's close entry does.</param>
    public abstract TeeOutcome CloseSession(string process, uint session, CommandRequest request);

    /// <summary>
    /// Runs an entry point of the driver in the TA of a session, or in the driver's pseudo TA. Shared buffers among the arguments are
    /// passed with the call. Without such a session, or in another pseudo TA: <c>BAD_PARAMETERS</c>; when the TA panics or
    /// has panicked: <c>TARGET_DEAD</c>.
    /// </summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="entry">The entry point.</param>
    /// <param name="arguments">What with.</param>
    /// <param name="panicCode">The code with which the TA panics instead; null when it doesn't.</param>
    public abstract TeeOutcome Invoke(string process, uint session, EntryPoint entry, EntryArguments arguments, uint? panicCode = null);

    /// <summary>
    /// Invokes a command of a TA. Without such a session: <c>BAD_PARAMETERS</c>; with a TA that has panicked: <c>TARGET_DEAD</c>.
    /// </summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="request">The command.</param>
    public abstract TeeOutcome Invoke(string process, uint session, CommandRequest request);

    /// <summary>Lets the TA of a session map zeroed memory (<c>MAP_ZI</c>); the value is its address.</summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="panicCode">The code with which the TA panics instead; null when it doesn't.</param>
    public abstract TeeOutcome MapZi(string process, uint session, ulong size, uint? panicCode = null);

    /// <summary>Lets the TA of a session move a mapping (<c>REMAP</c>, so <c>vm_remap</c>); the value is its new address.</summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="va">Where it is.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="to">Where to, or 0 for the first gap.</param>
    /// <param name="panicCode">The code with which the TA panics instead; null when it doesn't.</param>
    /// <returns>
    /// <c>ACCESS_DENIED</c> for the core's own mappings, <c>BAD_PARAMETERS</c>, <c>ACCESS_CONFLICT</c>, <c>OUT_OF_MEMORY</c>.
    /// </returns>
    public abstract TeeOutcome Remap(string process, uint session, ulong va, ulong size, ulong to, uint? panicCode = null);

    /// <summary>
    /// Lets the TA of a session unmap what it has mapped (<c>UNMAP</c>); <c>ACCESS_DENIED</c> for the core's own mappings.
    /// </summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="va">Where it is.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="panicCode">The code with which the TA panics instead; null when it doesn't.</param>
    public abstract TeeOutcome UnmapZi(string process, uint session, ulong va, ulong size, uint? panicCode = null);

    /// <summary>Registers shared memory of a process.</summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="size">Bytes; whole pages are registered.</param>
    /// <returns>Its cookie; <c>OUT_OF_MEMORY</c>, also for 0 bytes.</returns>
    public abstract TeeOutcome RegisterShm(string process, ulong size);

    /// <summary>Releases registered shared memory; <c>BAD_PARAMETERS</c> when there is none of that cookie.</summary>
    public abstract TeeOutcome ReleaseShm(string process, ulong cookie);

    /// <summary>
    /// Allocates heap memory as a part of the core would that is not modelled. It belongs to no process: it stays when the one that asks
    /// for it dies. A list among the core's static variables holds it, so it has an owner; for its link it has two words at least.
    /// </summary>
    /// <param name="process">The normal-world process that makes the core do it.</param>
    /// <param name="bytes">How much.</param>
    /// <param name="site">The place in the core's source that mdbg is to list: none of the driver's.</param>
    /// <returns>Its handle, which is its address; <c>OUT_OF_MEMORY</c>.</returns>
    public abstract TeeOutcome Hold(string process, ulong bytes, Core.SourceSite site);

    /// <summary>
    /// Gives a place in the core's source its address now, so that it is the same in every world, whichever call comes first.
    /// </summary>
    public abstract void KnowSite(Core.SourceSite site);

    /// <summary>Frees what <see cref="Hold"/> gave; <c>ITEM_NOT_FOUND</c> when nothing of that handle is held.</summary>
    /// <param name="process">The normal-world process that makes the core do it.</param>
    /// <param name="handle">The handle.</param>
    public abstract TeeOutcome Drop(string process, ulong handle);

    /// <summary>
    /// A process dies: the normal world's driver closes the sessions that it has open, the oldest first, and releases its shared memory.
    /// What it has done in the TEE beyond that stays.
    /// </summary>
    /// <param name="process">The process, or one of its threads (<see cref="NormalWorld.ThreadName"/>): all of them die.</param>
    public abstract TeeOutcome KillProcess(string process);

    /// <summary>
    /// Makes a call that comes in while another one waits for the normal world: when it next loads a TA's file. One call is told once.
    /// Where openers wait for a TA that is being loaded (<see cref="Core.Profiles.TaOptions.OpenersWaitForLoading"/>) it is made as soon as
    /// the loading call has returned.
    /// </summary>
    /// <param name="call">Called then; it may make calls of its own. Null takes back what has been told and not come to pass.</param>
    public abstract void DuringNextLoad(Action? call);

    /// <summary>Prints all allocated buffers to the device log (<c>mdbg_check(1)</c>), or only checks them.</summary>
    public abstract TeeOutcome MdbgCheck(string process, bool print);

    /// <summary>
    /// Prints the region table of a TA (<c>user_mode_ctx_print_mappings</c>); <c>ITEM_NOT_FOUND</c> while it has no context.
    /// </summary>
    public abstract TeeOutcome PrintMappings(string process, Guid ta);

    /// <summary>Prints the status block of a TA, as for a TA that panics; <c>ITEM_NOT_FOUND</c> while it has no context.</summary>
    public abstract TeeOutcome PrintTaStatus(string process, Guid ta);

    /// <summary>Asks the statistics PTA how full the pools are, as <c>xtest --stats --alloc</c> does.</summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="pool">Number of the pool, or 0 for all; <c>BAD_PARAMETERS</c> for a number that no pool has.</param>
    /// <param name="reset">Clears the maxima after they were read.</param>
    /// <param name="text">What that program prints, each line with its newline.</param>
    public abstract TeeOutcome AllocStats(string process, uint pool, bool reset, out string text);

    /// <summary>Lets time pass in the normal world.</summary>
    public abstract void Sleep(TimeSpan time);

    /// <summary>The state as plain data, to be continued in another process.</summary>
    /// <exception cref="InvalidOperationException">The core has panicked.</exception>
    public abstract States.WorldState Save();

    /// <summary>
    /// Goes on from a state that was saved of a world with the same options. A damaged state gives a damaged
    /// core, never a failure of TeeSim.
    /// </summary>
    /// <returns>Null; or why the state is not one of such a world, then nothing has changed.</returns>
    public abstract string? Continue(States.WorldState state);

    /// <summary>The state, to come back to.</summary>
    public abstract WorldSnapshot Snapshot();

    /// <summary>Goes back to a state of this world.</summary>
    public abstract void Restore(WorldSnapshot snapshot);

    /// <summary>What a snapshot holds beside the bytes.</summary>
    internal abstract HostState HostState { get; set; }
}

using TeeSim.Bget;
using TeeSim.Core.Events;
using TeeSim.Core.Memory;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel;

/// <summary>
/// A booted secure world, and the calls that the normal world can make. Calls are modelled one at a time; each takes a simulated millisecond. After a core panic
/// nothing answers any more.
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

    /// <summary>The TVP driver.</summary>
    public abstract ITvpDriver Driver { get; }

    /// <summary>What happens.</summary>
    public abstract EventStream Events { get; }

    /// <summary>Simulated time since boot.</summary>
    public abstract long Microseconds { get; }

    /// <summary>Why the core stopped, or null while it runs.</summary>
    public abstract CorePanicException? Panic { get; }

    /// <summary>The TA contexts that exist, oldest first.</summary>
    public abstract IReadOnlyList<TaContext> Contexts { get; }

    /// <summary>The static variables that hold pointers: address and bytes.</summary>
    public abstract Core.AddressRange Statics { get; }

    /// <summary>The place in the source that a call site stands for, or null.</summary>
    public abstract Core.SourceSite? Describe(Core.CallSite site);

    /// <summary>Opens a session.</summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="ta">The TA.</param>
    /// <returns>The session's id; <c>ITEM_NOT_FOUND</c> for an unknown TA, <c>BUSY</c>, <c>OUT_OF_MEMORY</c>.</returns>
    public abstract TeeOutcome OpenSession(string process, Guid ta);

    /// <summary>Closes a session; <c>ITEM_NOT_FOUND</c> when there is none of that id.</summary>
    public abstract TeeOutcome CloseSession(string process, uint session);

    /// <summary>Calls the driver from the TA of a session. Without such a session: <c>BAD_PARAMETERS</c>.</summary>
    /// <param name="process">The normal-world process.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="call">What the TA does.</param>
    public abstract TeeOutcome Invoke(string process, uint session, Func<ITvpDriver, TeeOutcome> call);

    /// <summary>Prints all allocated buffers to the device log (<c>mdbg_check(1)</c>), or only checks them.</summary>
    public abstract TeeOutcome MdbgCheck(string process, bool print);

    /// <summary>Prints the region table of a TA (<c>user_mode_ctx_print_mappings</c>); <c>ITEM_NOT_FOUND</c> while it has no context.</summary>
    public abstract TeeOutcome PrintMappings(string process, Guid ta);

    /// <summary>Lets time pass in the normal world.</summary>
    public abstract void Sleep(TimeSpan time);

    /// <summary>The state, to come back to.</summary>
    public abstract WorldSnapshot Snapshot();

    /// <summary>Goes back to a state of this world.</summary>
    public abstract void Restore(WorldSnapshot snapshot);
}

/// <summary>A TA's context.</summary>
/// <param name="Uuid">The TA.</param>
/// <param name="Address">Its <c>user_ta_ctx</c> on the heap.</param>
/// <param name="UserModeCtx">Its <c>user_mode_ctx</c>, which starts with the <c>vm_info</c>.</param>
/// <param name="Sessions">How many sessions it has.</param>
public readonly record struct TaContext(Guid Uuid, ulong Address, ulong UserModeCtx, uint Sessions);

/// <summary>A state of a <see cref="SecureWorld"/>.</summary>
/// <param name="Memory">Its bytes.</param>
/// <param name="Microseconds">Its clock.</param>
/// <param name="Calls">How many calls had come in.</param>
/// <param name="Panic">Why its core had stopped, or null.</param>
public sealed record WorldSnapshot(MemorySnapshot Memory, long Microseconds, int Calls, CorePanicException? Panic);

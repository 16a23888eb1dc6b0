using System.Diagnostics.CodeAnalysis;

namespace TeeSim.Core;

/// <summary>
/// What a TEE call returns (<c>TEE_Result</c>, GlobalPlatform TEE Internal Core API; the values that OP-TEE 3.10's core memory
/// subsystem and TA manager use). The name without the prefix <c>TEE_ERROR_</c> is what scripts and reports print.
/// </summary>
[SuppressMessage("Naming", "CA1707", Justification = "The words of the TEE API, as scripts and reports print them.")]
public enum TeeResult : uint
{
    /// <summary>The call did what it was asked to.</summary>
    SUCCESS = 0,

    /// <summary>Unspecified failure.</summary>
    GENERIC = 0xffff0000,

    /// <summary>The caller may not do this.</summary>
    ACCESS_DENIED = 0xffff0001,

    /// <summary>No room at the wanted address, or an overlap with something that is there.</summary>
    ACCESS_CONFLICT = 0xffff0003,

    /// <summary>Wrong format.</summary>
    BAD_FORMAT = 0xffff0005,

    /// <summary>An argument is out of its range or not aligned.</summary>
    BAD_PARAMETERS = 0xffff0006,

    /// <summary>Not possible in this state.</summary>
    BAD_STATE = 0xffff0007,

    /// <summary>What was asked for does not exist: unmap's answer when close_channel was faster.</summary>
    ITEM_NOT_FOUND = 0xffff0008,

    /// <summary>Not implemented.</summary>
    NOT_IMPLEMENTED = 0xffff0009,

    /// <summary>Not supported.</summary>
    NOT_SUPPORTED = 0xffff000a,

    /// <summary>An allocation failed, or there are not enough page tables.</summary>
    OUT_OF_MEMORY = 0xffff000c,

    /// <summary>In use.</summary>
    BUSY = 0xffff000d,

    /// <summary>The call did not get through to the core.</summary>
    COMMUNICATION = 0xffff000e,

    /// <summary>The buffer is too small.</summary>
    SHORT_BUFFER = 0xffff0010,

    /// <summary>A counter would wrap.</summary>
    OVERFLOW = 0xffff300f,

    /// <summary>The TA has panicked or is gone.</summary>
    TARGET_DEAD = 0xffff3024,
}

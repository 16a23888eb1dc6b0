namespace TeeSim.Core.Profiles;

/// <summary>
/// What the TA manager and the loader do differently from release to release (<c>tee_ta_manager.c</c>, <c>user_ta.c</c>, <c>ldelf/</c>).
/// The defaults are those of 3.10.0.
/// </summary>
public sealed record TaOptions
{
    /// <summary>Secure video memory may only be passed to TAs that declare it (<c>CFG_SECURE_DATA_PATH</c>).</summary>
    public bool SecureDataPath { get; init; } = true;

    /// <summary>A session whose parameters are refused stays in the list for ever (up to 4.9).</summary>
    public bool ForgetsSessionOfRefusedParameters { get; init; } = true;

    /// <summary>
    /// Opening a session on a panicked context that is still listed is refused, by a close that waits for ever (up to 3.22).
    /// </summary>
    public bool RefusesPanickedContexts { get; init; } = true;

    /// <summary>A panicked context leaves the list at once and gives back all but its struct (<c>release_state</c>, from 4.0 on).</summary>
    public bool ReleasesPanickedContexts { get; init; }

    /// <summary>The lock of a new session is its opener's (4.10).</summary>
    public bool OpenerHoldsSessionLock { get; init; }

    /// <summary>
    /// While a TA is loaded for the first time, another open finds it and waits (from 3.11 on); before, it makes a second context.
    /// </summary>
    public bool OpenersWaitForLoading { get; init; }

    /// <summary>The line of <c>tee_ta_close_session</c> has the session's address in front of its number (not in 4.10).</summary>
    public bool CloseLineHasAddress { get; init; } = true;

    /// <summary>A failed open says which TA it was, and a further session is one of a "trusted service" (4.10).</summary>
    public bool OpenLinesNameService { get; init; }

    /// <summary>TA binaries are copied into the TA RAM as a whole before they are loaded (<c>CFG_REE_FS_TA_BUFFERED</c>).</summary>
    public bool BuffersTaBinaries { get; init; }

    /// <summary>The loader.</summary>
    public LoaderOptions Loader { get; init; } = new();
}

/// <summary>The loader's own memory and how it speaks with the core. Sizes are bytes.</summary>
public sealed record LoaderOptions
{
    /// <summary>Its requests go through a session with the system pseudo TA (up to 3.11); from 3.12 on they are system calls.</summary>
    public bool UsesSystemPta { get; init; } = true;

    /// <summary>Its stack.</summary>
    public ulong StackSize { get; init; } = 0x2000;

    /// <summary>Its code; depends on how it is built.</summary>
    public ulong CodeSize { get; init; } = 0x6000;

    /// <summary>Its data.</summary>
    public ulong DataSize { get; init; } = 0x1000;

    /// <summary>Pages of its heap: 2 in 3.6, 3 from 3.7 to 3.9, 4 from 3.10 on.</summary>
    public ulong PoolPages { get; init; } = 4;

    /// <summary>The core's bounce buffer in front of it; 0 for none (before 4.x).</summary>
    public ulong BounceBufferSize { get; init; }
}

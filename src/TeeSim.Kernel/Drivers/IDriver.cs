namespace TeeSim.Kernel.Drivers;

/// <summary>A driver in a world that has booted. It keeps all its state in simulated memory; see <see cref="ITeeCore"/>.</summary>
public interface IDriver
{
    /// <summary>Runs one of the driver's entry points, in the context of the calling TA.</summary>
    /// <param name="entry">Which one: of <see cref="IDriverFactory.EntryPoints"/>.</param>
    /// <param name="arguments">What with. They belong to the caller, and are good for this call only.</param>
    EntryOutcome Enter(EntryPoint entry, EntryArguments arguments);

    /// <summary>
    /// How many handles of a kind the driver has: the open ones, and those that are closed but wait for something before they go.
    /// </summary>
    /// <param name="kind">The noun: <c>channel</c>.</param>
    int Count(string kind) => 0;

    /// <summary>
    /// A session ends: the TA's close entry has run, the session's struct is still there. Context and session are the current ones. Not
    /// told when the context went first. OP-TEE tells its drivers nothing; this stands for the hook that a fix would add. By default a
    /// driver does not care.
    /// </summary>
    /// <param name="context">
    /// The TA's <c>user_mode_ctx</c>, which may have other sessions; 0 for a session on the driver's own pseudo TA.
    /// </param>
    /// <param name="session">Its <c>tee_ta_session</c>, as <see cref="ITeeCore.CurrentSession"/> gave it.</param>
    void SessionEnds(ulong context, ulong session)
    {
    }

    /// <summary>
    /// A user TA's context ends, with all its sessions: its regions are still there, and are about to be dropped. It is not the current
    /// one. By default a driver does not care.
    /// </summary>
    /// <param name="context">Its <c>user_mode_ctx</c>.</param>
    void ContextEnds(ulong context)
    {
    }
}

namespace TeeSim.Kernel.Drivers;

/// <summary>In whose context an entry point runs.</summary>
public enum EntryContext
{
    /// <summary>
    /// Scripts name a session as the first argument: the entry runs in the TA of that session, or in the driver's pseudo TA.
    /// </summary>
    Session,

    /// <summary>The entry runs in the session through which the first handle among its arguments was opened.</summary>
    Handle,
}

namespace TeeSim.Kernel.Drivers;

/// <summary>The driver as the core calls it: what an entry takes of mutexes is taken down.</summary>
/// <param name="driver">The driver, guarded or not.</param>
/// <param name="mutexes">What the running entry holds.</param>
internal sealed class EnteredDriver(IDriver driver, HeldMutexes mutexes) : IDriver, IWrappedDriver
{
    public object Inner => driver;

    public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments)
    {
        HeldMutexes.Outer outer = mutexes.Enter(entry.Function);
        try
        {
            return driver.Enter(entry, arguments);
        }
        finally
        {
            mutexes.Leave(outer);
        }
    }

    public int Count(string kind)
    {
        HeldMutexes.Outer outer = mutexes.Enter("count");
        try
        {
            return driver.Count(kind);
        }
        finally
        {
            mutexes.Leave(outer);
        }
    }

    public void SessionEnds(ulong context, ulong session)
    {
        HeldMutexes.Outer outer = mutexes.Enter("session_ends");
        try
        {
            driver.SessionEnds(context, session);
        }
        finally
        {
            mutexes.Leave(outer);
        }
    }

    public void ContextEnds(ulong context)
    {
        HeldMutexes.Outer outer = mutexes.Enter("context_ends");
        try
        {
            driver.ContextEnds(context);
        }
        finally
        {
            mutexes.Leave(outer);
        }
    }
}

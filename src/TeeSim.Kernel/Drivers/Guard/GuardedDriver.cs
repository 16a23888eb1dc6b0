namespace TeeSim.Kernel.Drivers.Guard;

/// <summary>Calls a driver with the guard on.</summary>
internal sealed class GuardedDriver : IDriver, IWrappedDriver
{
    private readonly IDriver _driver;
    private readonly DriverGuard _guard;

    private GuardedDriver(IDriver driver, DriverGuard guard)
    {
        _driver = driver;
        _guard = guard;
    }

    public object Inner => _driver;

    /// <summary>Creates a driver, guarded from its first line on.</summary>
    public static GuardedDriver Create(IDriverFactory factory, DriverSettings settings, ITeeCore core, DriverGuard guard)
    {
        var guarded = new GuardedCore(core, guard);
        return new GuardedDriver(
            guard.Run("create", (factory, settings, guarded), static s => s.factory.Create(s.guarded, s.settings)), guard);
    }

    public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments) =>
        _guard.Run(entry.Function, (_driver, entry, arguments), static s => s._driver.Enter(s.entry, s.arguments));

    public int Count(string kind) => _guard.Run("count", (_driver, kind), static s => s._driver.Count(s.kind));

    public void SessionEnds(ulong context, ulong session) => _guard.Run("session_ends", (_driver, context, session), static s =>
    {
        s._driver.SessionEnds(s.context, s.session);
        return true;
    });

    public void ContextEnds(ulong context)
    {
        _guard.Ends(context);
        _guard.Run("context_ends", (_driver, context), static s =>
        {
            s._driver.ContextEnds(s.context);
            return true;
        });
        _guard.Ends(0);
        _guard.Shadow.Mark(context, Granule.EndedContext);
    }
}

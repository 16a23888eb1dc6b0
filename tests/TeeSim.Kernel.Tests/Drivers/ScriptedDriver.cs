using TeeSim.Core;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>A driver with one entry point, in which it does what a test says.</summary>
internal sealed class ScriptedDriver(Func<ITeeCore, EntryArguments, EntryOutcome> run) : IDriverFactory
{
    public static readonly EntryPoint Run =
        new("run", "Does what a test says", [new("n", EntryParameterType.Number) { IsOptional = true }]) { Function = "scripted_run" };

    public ScriptedDriver(Action<ITeeCore> run)
        : this((core, _) =>
        {
            run(core);
            return new EntryOutcome(TeeResult.SUCCESS);
        })
    {
    }

    public string Name => "scripted";

    public IReadOnlyList<EntryPoint> EntryPoints { get; init; } = [Run];

    public PseudoTaIdentity? PseudoTa { get; init; }

    /// <summary>Done while the driver is created.</summary>
    public Action<ITeeCore> OnCreate { get; init; } = _ => { };

    /// <summary>Told context and session.</summary>
    public Action<ITeeCore, ulong, ulong> OnSessionEnd { get; init; } = (_, _, _) => { };

    public IDriver Create(ITeeCore core, DriverSettings settings)
    {
        OnCreate(core);
        return new Driver(this, core);
    }

    /// <summary>Boots the device of the incident with it.</summary>
    public TestWorld Boot(bool guarded = false) => TestWorld.Amlogic(o => o with { Driver = this, GuardDriver = guarded });

    /// <summary>Makes the call.</summary>
    public static TeeOutcome Call(TestWorld test, uint session) => test.World.Invoke("p", session, Run, new EntryArguments(Run));

    private sealed class Driver(ScriptedDriver script, ITeeCore core) : IDriver
    {
        public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments) => script.Do(core, arguments);

        public void SessionEnds(ulong context, ulong session) => script.OnSessionEnd(core, context, session);
    }

    private EntryOutcome Do(ITeeCore core, EntryArguments arguments) => run(core, arguments);
}

using TeeSim.Core;
using TeeSim.Kernel;

namespace TeeSim.Scenarios.Calls;

/// <summary>Calls that look at the core, and what happens in the normal world alone.</summary>
internal static partial class CoreCalls
{
    private static readonly TeeOutcome Done = new(TeeResult.SUCCESS, 0, null);

    private static IEnumerable<CallDefinition> Looking() =>
    [
        new("mdbg_check", [new("flag", ParameterType.Number) { Least = 0, Largest = 1 }], null,
            "Checks the heap; with 1, the default, lists every allocated buffer in the device log")
        {
            Traits = CallTraits.Passive | CallTraits.PrintsLog,
            Compile = c =>
            {
                bool list = c.Optional("flag") != 0;
                return (world, _) => world.MdbgCheck(c.Process, list);
            },
        },
        new("print_mappings", [Ta], null, "Prints the TA's regions into the device log")
        {
            Traits = CallTraits.Passive | CallTraits.PrintsLog,
            Compile = c =>
            {
                Guid ta = c.Ta(Ta.Name);
                return (world, _) => world.PrintMappings(c.Process, ta);
            },
        },
        new("ta_status", [Ta], null, "Prints the status block of the TA into the device log, as for a TA that panics")
        {
            Traits = CallTraits.Passive | CallTraits.PrintsLog,
            Compile = c =>
            {
                Guid ta = c.Ta(Ta.Name);
                return (world, _) => world.PrintTaStatus(c.Process, ta);
            },
        },
        new("alloc_stats",
            [
                new("pool", ParameterType.Number) { Least = 0, Largest = 5 },
                new("reset", ParameterType.Number) { Least = 0, NamedOnly = true, Largest = 1 },
                FailAlloc,
            ],
            null, "Prints how full the core's pools are, as `xtest --stats --alloc` does; pool 0, the default, stands for all")
        {
            // A session with a pseudo TA, and shared memory: it leaves the pseudo TA's context.
            Traits = CallTraits.PrintsText,
            Compile = c =>
            {
                (uint pool, bool reset) = ((uint)(c.Optional("pool") ?? 0), c.Optional("reset") is 1);
                return (world, _) => AllocStats(c, world, pool, reset);
            },
        },
    ];

    private static IEnumerable<CallDefinition> NormalWorld() =>
    [
        new("sleep", [new("time", ParameterType.Duration)], null, "Lets simulated time pass for the process")
        {
            Traits = CallTraits.Passive,
            Compile = c =>
            {
                TimeSpan time = c.Call.Duration("time")!.Value;
                return (world, _) =>
                {
                    world.Sleep(time);
                    return Done;
                };
            },
        },
        new("wait", [new(WaitParameter, ParameterType.Process)], null,
            "Waits until another process has made all its calls that stand above this line")
        {
            Traits = CallTraits.Passive,
            // The lines as written are in an order in which it is over at once.
            Compile = _ => (_, _) => Done,
        },
        new("lock", [LockName], null, "Takes a lock of the normal world, when no other process has it")
        {
            // A step of its own: who has it may wait for something else, and others for it.
            Traits = CallTraits.Locks,
            Compile = _ => (_, _) => Done,
        },
        new("unlock", [LockName], null, "Gives it back")
        {
            Traits = CallTraits.Passive | CallTraits.Unlocks,
            Compile = _ => (_, _) => Done,
        },
    ];

    /// <summary>The parameter that makes a call wait for a process.</summary>
    public const string WaitParameter = "process";

    private static TeeOutcome AllocStats(CallCompilation c, SecureWorld world, uint pool, bool reset)
    {
        TeeOutcome outcome = world.AllocStats(c.Process, pool, reset, out string text);
        if (c.Print is { } print && text.Length > 0) Array.ForEach(text.TrimEnd('\n').Split('\n'), print);
        return outcome;
    }
}

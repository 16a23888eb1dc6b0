using TeeSim.Core.Panics;
using TeeSim.Kernel;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.States;

namespace TeeSim.Scenarios.Running;

/// <summary>Going on from a state. A file can say anything, so what it leads to is looked at with care.</summary>
internal sealed partial class ScenarioRun
{
    /// <summary>Whether a world of this scenario could go on from a state; if not, why.</summary>
    public static string? CheckState(Scenario scenario, RunState from)
    {
        SecureWorld world = SecureWorld.Boot(scenario.Options);
        return StateCheck.ContinueSoundly(world, from.World);
    }

    // What was allocated before counts as there from the start, like what boot allocates.
    private void GoOn(RunState from)
    {
        if (StateCheck.ContinueSoundly(_world, from.World) is { } why) throw new InvalidOperationException(why);
        foreach (NamedResult name in from.Names) _variables.Set(name.Name, new NamedValue(name.Value, name.Session, name.Type));
        _ledger.Refill(_world.Heap.MdbgCheck());
        _tracker.Start();
    }

    /// <summary>Looks at the world from outside of a call. Memory so damaged that even this stops ends the run as a panic of the last call.</summary>
    /// <returns>False when it stopped.</returns>
    private bool Look(Action look)
    {
        try
        {
            look();
            return true;
        }
        catch (CorePanicException damage)
        {
            // Without a call nothing has changed since the state was checked.
            CallReference last = _ledger.Current?.Reference ?? new CallReference("", 0, 0);
            _panic ??= new PanicReport(last, $"the core's memory is damaged: {damage.Message}", Expected: false);
            return false;
        }
    }
}

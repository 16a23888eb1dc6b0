using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Analysis;

/// <summary>
/// Finds the call that would have freed something, by trying: the state before the guilty call is restored, that call is left out, and the calls that came
/// after it are made.
/// </summary>
internal static class Counterfactual
{
    /// <summary>For the orphans of a case, by call site: the later call that would have freed them, and what it returned in truth. The world is left changed.</summary>
    public static Dictionary<CallSite, (CallInstance Call, TeeResult Result)> Try(GuiltyCase guilty, SecureWorld world, CallExecutor executor)
    {
        var found = new Dictionary<CallSite, (CallInstance, TeeResult)>();
        var freed = new HashSet<ulong>();
        world.Restore(guilty.Earlier);
        world.Events.Listener = null;
        Variables variables = guilty.Variables.Copy();
        foreach (CallStatement call in guilty.Between) executor.Execute(call, variables);
        world.Events.Listener = e =>
        {
            if (e.Kind == TeeEventKind.Freed) freed.Add(e.Address);
        };
        foreach ((CallInstance call, TeeResult result) in guilty.Later)
        {
            if (executor.Execute(call.Statement, variables) is { Panic: not null }) break;
            foreach (Allocation orphan in guilty.Orphans)
            {
                if (freed.Contains(orphan.Address)) found.TryAdd(orphan.Site, (call, result));
            }

            if (found.Count == guilty.Orphans.Select(o => o.Site).Distinct().Count()) break;
        }

        world.Events.Listener = null;
        return found;
    }
}

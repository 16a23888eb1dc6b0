using System.Globalization;
using TeeSim.Kernel;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Scenarios.Judging;

/// <summary>How many sessions processes have open on each TA: what memory that takes is right.</summary>
/// <param name="Tas">For each TA that has any, or is kept alive without one.</param>
internal sealed record SessionCounts(IReadOnlyList<SessionCount> Tas)
{
    /// <summary>The sessions of processes, and the TAs that stay without one.</summary>
    /// <param name="world">The world.</param>
    /// <param name="sessions">The sessions that processes can still close.</param>
    public static SessionCounts Of(SecureWorld world, IReadOnlyList<Holding> sessions)
    {
        Dictionary<Guid, int> held = [];
        var contexts = new HashSet<(Guid Ta, ulong Context)>();
        foreach (Holding h in sessions)
        {
            Guid ta = world.Options.Tas.First(t => t.Name == h.Step.Call.Bound.Name("ta")!.Text).Uuid;
            held[ta] = held.GetValueOrDefault(ta) + 1;
            if (world.ContextOfSession((uint)h.Value.Value) is not 0 and var context) contexts.Add((ta, context));
        }

        var tas = new List<SessionCount>();
        foreach (TaDefinition ta in world.Options.Tas)
        {
            int open = held.GetValueOrDefault(ta.Uuid);
            int listed = 0;
            bool isThere = false;
            foreach (TaContext context in world.Contexts)
            {
                if (context.Uuid != ta.Uuid) continue;
                isThere = true;
                listed += (int)context.Sessions;
            }

            // A session whose context has gone, since the TA panicked, has only itself.
            bool isUserTa = isThere || ta.Image is not null || ta.FirstRegions.Count > 0;
            int alive = isUserTa && world.Contexts.Count > 0 ? Math.Min(open, listed) : isUserTa ? 0 : open;
            bool isKept = isThere && ta.Flags.HasFlag(TaFlags.InstanceKeepAlive) && ta.Flags.HasFlag(TaFlags.SingleInstance);
            if (open > 0 || isKept) tas.Add(new SessionCount(ta.Uuid, alive, open - alive, isKept, contexts.Count(c => c.Ta == ta.Uuid)));
        }

        return new SessionCounts(tas);
    }

    /// <summary>By what it is told from others.</summary>
    public string Key =>
        string.Join(
            ';', Tas.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Ta:n},{t.Alive},{t.Dead},{t.IsKept},{t.Contexts}")));
}

/// <summary>The sessions on one TA.</summary>
/// <param name="Ta">The TA.</param>
/// <param name="Alive">Those on a context.</param>
/// <param name="Dead">Those whose context has gone with a panic.</param>
/// <param name="IsKept">Whether its context is there because it is to be kept alive.</param>
/// <param name="Contexts">
/// On how many contexts they are: a TA of a single instance has two when one is opened while the other one loads it.
/// </param>
internal sealed record SessionCount(Guid Ta, int Alive, int Dead, bool IsKept, int Contexts);

using FsCheck;
using FsCheck.Fluent;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>What processes do with TAs.</summary>
public enum LifecycleCall
{
    Open,
    OpenRefused,
    OpenPanics,
    Close,
    ClosePanics,
    Invoke,
    InvokePanics,
    OpenFromTa,
    CloseFromTa,
    OpenDuringLoad,
    Register,
    Release,
    Die,
}

/// <summary>A call. What its numbers mean, each modulo what there is, depends on the call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Process">The process.</param>
/// <param name="Ta">The TA.</param>
/// <param name="Which">The session or the memory, counted over all that are open.</param>
public readonly record struct LifecycleStep(LifecycleCall Call, int Process, int Ta, int Which)
{
    public override string ToString() => $"{Call}(p{Process}, ta{Ta}, {Which})";
}

/// <summary>Calls on one target.</summary>
public sealed record LifecycleScript(string Profile, LifecycleStep[] Steps)
{
    public override string ToString() => $"{Profile}: {string.Join("; ", Steps.Select(s => s.ToString()))}";
}

/// <summary>Generates scripts.</summary>
public static class LifecycleScripts
{
    private static readonly Gen<LifecycleStep> Step =
        from call in Gen.Frequency(
            (5, Gen.Constant(LifecycleCall.Open)),
            (1, Gen.Constant(LifecycleCall.OpenRefused)),
            (1, Gen.Constant(LifecycleCall.OpenPanics)),
            (4, Gen.Constant(LifecycleCall.Close)),
            (1, Gen.Constant(LifecycleCall.ClosePanics)),
            (2, Gen.Constant(LifecycleCall.Invoke)),
            (1, Gen.Constant(LifecycleCall.InvokePanics)),
            (4, Gen.Constant(LifecycleCall.OpenFromTa)),
            (3, Gen.Constant(LifecycleCall.CloseFromTa)),
            (1, Gen.Constant(LifecycleCall.OpenDuringLoad)),
            (1, Gen.Constant(LifecycleCall.Register)),
            (1, Gen.Constant(LifecycleCall.Release)),
            (1, Gen.Constant(LifecycleCall.Die)))
        from process in Gen.Choose(0, 2)
        from ta in Gen.Choose(0, 2)
        from which in Gen.Choose(0, 20)
        select new LifecycleStep(call, process, ta, which);

    public static Arbitrary<LifecycleScript> Script() => Arb.From(
        from profile in Gen.Elements(Core.Profiles.TargetProfiles.All.Select(p => p.Name).ToArray())
        from steps in Step.ArrayOf()
        select new LifecycleScript(profile, steps),
        Shrink);

    // Any part of a script is one.
    private static IEnumerable<LifecycleScript> Shrink(LifecycleScript script)
    {
        int length = script.Steps.Length;
        for (int chunk = length / 2; chunk > 0; chunk /= 2)
        {
            for (int at = 0; at + chunk <= length; at += chunk)
                yield return script with { Steps = [.. script.Steps.Take(at), .. script.Steps.Skip(at + chunk)] };
        }
    }
}

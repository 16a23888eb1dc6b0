using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>
/// Whatever processes do, when all are gone nothing is left but the contexts of pseudo TAs. The seed is fixed, so that two
/// runs of the suite are the same.
/// </summary>
[Properties(Arbitrary = [typeof(LifecycleScripts)], MaxTest = 250, EndSize = 60)]
public class LifecyclePropertyTests
{
    [Property]
    public void When_all_processes_are_gone_the_world_is_as_before_them(LifecycleScript script)
    {
        var run = new LifecycleRun(script.Profile);
        foreach (LifecycleStep step in script.Steps) run.Do(step);

        run.End();

        WorldState.Of(run.Test.World).ShouldBe(run.Start);
        run.Test.ShouldHoldTogether();
    }

    [Fact]
    public void All_kinds_of_calls_come_up_often()
    {
        var made = new Dictionary<LifecycleCall, int>();
        foreach (LifecycleScript script in LifecycleScripts.Script().Generator.Sample(60, new Rnd(42, 7), 80))
        {
            var run = new LifecycleRun(script.Profile);
            foreach (LifecycleStep step in script.Steps) run.Do(step);
            foreach ((LifecycleCall call, int count) in run.Made) made[call] = made.GetValueOrDefault(call) + count;
        }

        foreach (LifecycleCall call in Enum.GetValues<LifecycleCall>())
            made.GetValueOrDefault(call).ShouldBeGreaterThan(15, call.ToString());
    }
}

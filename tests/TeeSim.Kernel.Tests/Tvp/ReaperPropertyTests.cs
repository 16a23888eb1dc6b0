using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Tvp;

/// <summary>deferred-close-and-reaper leaves nothing, whoever calls, closes, panics or dies when.</summary>
public class ReaperPropertyTests
{
    [Theory]
    [InlineData("amlogic-3.9-arm32", TaFlags.SingleInstance | TaFlags.MultiSession)]
    [InlineData("amlogic-3.9-arm32", TaFlags.SingleInstance | TaFlags.MultiSession | TaFlags.InstanceKeepAlive)]
    [InlineData("amlogic-3.9-arm32", TaFlags.MultiSession)]
    [InlineData("optee-4.10-arm32", TaFlags.SingleInstance | TaFlags.MultiSession)]
    [InlineData("optee-4.10-arm64", TaFlags.MultiSession)]
    public void Live_mappings_are_those_of_living_sessions_and_in_the_end_there_are_none(string profile, TaFlags flags)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            new ReaperRun(TargetProfiles.Find(profile)!, flags).Play(seed, steps: 100);
        }
    }
}

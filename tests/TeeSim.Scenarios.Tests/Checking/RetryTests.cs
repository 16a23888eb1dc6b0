using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Scenarios.Tests.Checking;

/// <summary>Where a call can be made again.</summary>
public class RetryTests
{
    private const string Head = "target optee-3.10-arm32\nta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session\n";

    [Theory]
    [InlineData("p  s = open_session(drm, retry: 1) {\n    q  register_shm(4K)\n}", "x.tee:3:26: found 'retry' of a call with a block; "
        + "what comes in while a TA is loaded comes once, so write each try as a call of its own")]
    [InlineData("p  s = open_session(drm) {\n    q  t = open_session(drm, retry: 1)\n}", "x.tee:4:30: found 'retry' inside of a block; "
        + "what comes in while a TA is loaded comes once, so write each try as a call of its own")]
    [InlineData("p  open_session(drm, retry: 0)", "x.tee:3:29: found '0' where open_session takes a number from 1 to 100 as its 'retry'")]
    [InlineData("p  register_shm(4K, retry: 1)",
        "x.tee:3:21: found 'retry' where an argument of register_shm is expected; there are size and fail_alloc")]
    public void Mistakes_are_said(string lines, string sentence)
    {
        Scenario.Parse("x.tee", Head + lines, out IReadOnlyList<Diagnostic> diagnostics).ShouldBeNull();
        diagnostics[0].ToString().ShouldBe(sentence);
    }
}

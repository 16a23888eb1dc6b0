using TeeSim.Core.Profiles;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>The incident on every target: the same leak, in that target's sizes and lines.</summary>
public class TargetsTests
{
    [Theory]
    [InlineData("optee-3.10-arm32", "core/arch/arm/mm/mobj.c:168", 32, "core/arch/arm/mm/tee_mmu.c:256", 28)]
    [InlineData("amlogic-3.9-arm32", "core/arch/arm/mm/mobj.c:168", 32, "core/arch/arm/mm/tee_mmu.c:257", 28)]
    [InlineData("optee-3.10-arm64", "core/arch/arm/mm/mobj.c:168", 56, "core/arch/arm/mm/tee_mmu.c:256", 56)]
    [InlineData("optee-4.10-arm32", "core/mm/mobj.c:164", 32, "core/mm/vm.c:306", 28)]
    [InlineData("optee-4.10-arm64", "core/mm/mobj.c:164", 56, "core/mm/vm.c:306", 56)]
    public void Closing_before_unmapping_leaks_an_object_and_a_region_at_every_switch(
        string target, string mobj, long mobjBytes, string region, long regionBytes)
    {
        RunReport report = Run("livetv-close-before-unmap.tee", target);

        report.Growth.ShouldHaveSingleItem().Sites.Where(s => s.EachTime is { Blocks: not 0 }).Select(s => (s.Site, s.EachTime)).ShouldBe(
            [(mobj, new SiteStep(1, mobjBytes)), (region, new SiteStep(1, regionBytes))]);
        LeakReport leak = report.Leaks.ShouldHaveSingleItem();
        leak.Reason.ShouldStartWith("ownerless since `input: close_channel(ch)`");
        leak.Bytes.ShouldBe(4 * (mobjBytes + regionBytes));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Closing_after_unmapping_leaks_nothing(string target)
    {
        RunReport report = Run("livetv-close-after-unmap.tee", target);

        report.Passed.ShouldBeTrue(string.Join('\n', report.Failures.Select(f => f.Message)));
        report.Leaks.ShouldBeEmpty();
    }

    [Fact]
    public void A_64_bit_target_prints_wide_addresses_and_raw_lines_where_no_position_is_known()
    {
        string script = """
            target optee-4.10-arm64
            ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
            player  s = open_session(drm)
            player  t = open_session(drm)
            player  print_mappings(drm)
            """;
        var lines = new List<string>();

        ScenarioRunner.Run(Scenario.Parse("x.tee", script, out _).ShouldNotBeNull(), new RunOptions { OnLogLine = lines.Add });

        lines.ShouldBe(
        [
            "D/TC:? 0 Lookup pseudo TA acbe4b66-6e40-46dc-a2fe-a576922cf170",
            "D/TC:? 0 ldelf load address 0x40006000",
            "D/LD:  Loading TA acbe4b66-6e40-46dc-a2fe-a576922cf170",
            "D/TC:? 0 Lookup user TA ELF acbe4b66-6e40-46dc-a2fe-a576922cf170 (REE)",
            "D/TC:? 0 res=0x0",
            "D/LD:  ELF (acbe4b66-6e40-46dc-a2fe-a576922cf170) at 0x40012000",
            "D/TC:? 0 Re-open trusted service acbe4b66-6e40-46dc-a2fe-a576922cf170",
            "E/TC:? 0  region  0: va 0x0000000040000000 pa 0x0000000005304000 size 0x002000 flags ---R-X",
            "E/TC:? 0  region  1: va 0x0000000040003000 pa 0x0000000005500000 size 0x001000 flags ---RW-",
            "E/TC:? 0  region  2: va 0x0000000040004000 pa 0x0000000005501000 size 0x002000 flags rw-RW-",
            "E/TC:? 0  region  3: va 0x0000000040006000 pa 0x0000000005503000 size 0x006000 flags r-x---",
            "E/TC:? 0  region  4: va 0x000000004000c000 pa 0x0000000005509000 size 0x001000 flags rw-RW-",
            "E/TC:? 0  region  5: va 0x000000004000d000 pa 0x000000000550a000 size 0x004000 flags rw-RW-",
            "E/TC:? 0  region  6: va 0x0000000040011000 pa 0x000000000550e000 size 0x001000 flags r--R--",
            "E/TC:? 0  region  7: va 0x0000000040012000 pa 0x000000000550f000 size 0x014000 flags r-xR--",
            "E/TC:? 0  region  8: va 0x0000000040026000 pa 0x0000000005523000 size 0x00c000 flags rw-RW-",
            "E/TC:? 0  region  9: va 0x0000000040032000 pa 0x000000000552f000 size 0x001000 flags rw-RW-",
        ]);
    }

    public static TheoryData<string> Targets => [.. TargetProfiles.All.Select(p => p.Name)];

    private static RunReport Run(string name, string target)
    {
        // In later releases a TA has a region more from the start.
        string text = File.ReadAllText(Repository.Scenario(name))
            .Replace("amlogic-3.9-arm32", target, StringComparison.Ordinal)
            .Replace("regions(drm) <= 9", "regions(drm) <= 10", StringComparison.Ordinal);
        return ScenarioRunner.Run(
            Scenario.Parse(name, text, out var diagnostics).ShouldNotBeNull(string.Join('\n', diagnostics)), new RunOptions());
    }
}

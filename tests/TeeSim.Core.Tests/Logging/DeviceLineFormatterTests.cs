using TeeSim.Core.Logging;
using TeeSim.Core.Profiles;

namespace TeeSim.Core.Tests.Logging;

public class DeviceLineFormatterTests
{
    private const string Item = "buffer: 32 bytes core/arch/arm/mm/mobj.c:168";

    [Fact]
    public void The_device_prints_info_lines_in_the_long_form_behind_its_carrier()
    {
        SourceSite site = TargetProfiles.Amlogic39Arm32.Sites.MdbgCheckLine;
        var line = new TraceLine(TraceLevel.Info, site, $"count: 10, vaddr: 0x32efe1e8, {Item}", CoreKnown: true, 57_288_043_962);

        Device(line).ShouldBe(
            "[57288.043962@0] [TEE] I/TC:0 00 gen_mdbg_check:639 "
            + "count: 10, vaddr: 0x32efe1e8, buffer: 32 bytes core/arch/arm/mm/mobj.c:168");
    }

    [Fact]
    public void Upstream_prints_info_lines_in_the_short_form()
    {
        var line = new TraceLine(TraceLevel.Info, TargetProfiles.Optee310Arm32.Sites.MdbgCheckLine, Item, CoreKnown: true, 57_288_043_962);

        Upstream(line).ShouldBe("I/TC: buffer: 32 bytes core/arch/arm/mm/mobj.c:168");
    }

    [Fact]
    public void Errors_are_long_on_both()
    {
        SourceSite site = TargetProfiles.Optee310Arm32.Sites.PrintOomLine;
        var line = new TraceLine(TraceLevel.Error, site, "Memory allocation failed: size 4 context 0x32ed5694", CoreKnown: true, 1_500_000);

        Device(line).ShouldBe("[    1.500000@0] [TEE] E/TC:0 00 print_oom:200 Memory allocation failed: size 4 context 0x32ed5694");
        Upstream(line).ShouldBe("E/TC:0 0 print_oom:200 Memory allocation failed: size 4 context 0x32ed5694");
    }

    [Fact]
    public void A_core_that_may_be_interrupted_is_a_question_mark()
    {
        SourceSite? site = TargetProfiles.Optee310Arm32.Sites.DestroySessionLine;
        var line = new TraceLine(TraceLevel.Debug, site, "Destroy session", CoreKnown: false, 2_276_030_864);

        Device(line).ShouldBe("[ 2276.030864@0] [TEE] D/TC:? 00 tee_ta_close_session:518 Destroy session");
        Upstream(line).ShouldBe("D/TC:? 0 tee_ta_close_session:518 Destroy session");
    }

    [Fact]
    public void Raw_lines_have_no_function()
    {
        var line = new TraceLine(TraceLevel.Error, null, "Call stack:", CoreKnown: true, 0);

        Device(line).ShouldBe("[    0.000000@0] [TEE] E/TC:0 00 Call stack:");
        Upstream(line).ShouldBe("E/TC:0 0 Call stack:");
    }

    [Fact]
    public void An_empty_raw_line_is_only_the_prefix() =>
        Upstream(new TraceLine(TraceLevel.Error, null, "", CoreKnown: false, 0)).ShouldBe("E/TC:? 0 ");

    [Theory]
    [InlineData("text\n")]
    [InlineData("text\n\n\n")]
    public void Trailing_newlines_are_the_carriers_business(string text) =>
        Upstream(new TraceLine(TraceLevel.Info, null, text, CoreKnown: true, 0)).ShouldBe("I/TC: text");

    [Fact]
    public void Prefix_and_text_are_cut_at_254_characters_the_carrier_is_not_counted()
    {
        var line = new TraceLine(TraceLevel.Info, new SourceSite("a.c", 1, "f"), new string('x', 300), CoreKnown: true, 0);

        Upstream(line).ShouldBe("I/TC: " + new string('x', 248));
        Device(line).ShouldBe("[    0.000000@0] [TEE] I/TC:0 00 f:1 " + new string('x', 240));
    }

    [Fact]
    public void A_line_of_exactly_254_characters_is_whole()
    {
        string text = new('x', 248);

        Upstream(new TraceLine(TraceLevel.Info, null, text, CoreKnown: true, 0)).ShouldBe("I/TC: " + text);
    }

    private static string Device(TraceLine line) => new DeviceLineFormatter(TargetProfiles.Amlogic39Arm32.Log).Format(line);

    private static string Upstream(TraceLine line) => new DeviceLineFormatter(TargetProfiles.Optee310Arm32.Log).Format(line);
}

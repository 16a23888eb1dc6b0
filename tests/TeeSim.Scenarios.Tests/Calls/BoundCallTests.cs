using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Tests.Calls;

public class BoundCallTests
{
    [Theory]
    [InlineData("map(s, 0x5a399000, 0x1000)")]
    [InlineData("map(s, 0x5a399000, size: 0x1000)")]
    [InlineData("map(size: 0x1000, session: s, pa: 0x5a399000)")]
    public void Arguments_find_their_parameters_by_place_and_by_label(string call)
    {
        BoundCall bound = Bind(call);
        bound.Definition.Name.ShouldBe("map");
        bound.Name("session")?.Text.ShouldBe("s");
        bound.Number("pa").ShouldBe(0x5a399000ul);
        bound.Number("size").ShouldBe(0x1000ul);
        bound.Arguments.SelectMany(values => values).Select(ScriptPrinter.Print).ShouldBe(["s", "0x5a399000", "0x1000"]);
    }

    [Fact]
    public void Outputs_keep_their_order()
    {
        BoundCall bound = Bind("open_channel(t, output: 2 + 2, input: 0x5a300000 + 1M, output: 1 + 1, bind: drm)");
        bound.All("output").Select(ScriptPrinter.Print).ShouldBe(["2 + 2", "1 + 1"]);
        bound.Range("input")?.Size.Value.ShouldBe(0x100000ul);
        bound.Name("bind")?.Text.ShouldBe("drm");
    }

    [Fact]
    public void What_is_left_out_is_null()
    {
        BoundCall bound = Bind("open_channel(t, 0x5a300000 + 1M)");
        bound.All("output").ShouldBeEmpty();
        bound.Name("bind").ShouldBeNull();
        bound.Number("cfg").ShouldBeNull();
        Bind("mdbg_check()").Number("flag").ShouldBeNull();
    }

    [Fact]
    public void A_time_is_a_time_span() => Bind("sleep(250ms)").Duration("time").ShouldBe(TimeSpan.FromMilliseconds(250));

    [Theory]
    [InlineData("reboot()", "'reboot' is no call; check a script before it is run")]
    [InlineData("close_channel()",
        "x.tee:1:3: close_channel is missing its 'channel', a channel; write close_channel(channel, [panics: number], "
        + "[fail_alloc: number], [retry: number]); check a script before it is run")]
    public void A_call_that_was_not_checked_is_a_bug_of_the_caller(string call, string message) =>
        Should.Throw<InvalidOperationException>(() => Bind(call)).Message.ShouldBe(message);

    [Fact]
    public void A_parameter_that_does_not_exist_is_a_bug_of_the_caller() =>
        Should.Throw<ArgumentException>(() => Bind("mdbg_check()").Number("pa"))
            .Message.ShouldStartWith("mdbg_check has no parameter 'pa'");

    private static BoundCall Bind(string call) => BoundCall.Bind(Examples.ParseOne<CallStatement>($"p {call}"), Examples.Language.Calls);
}

using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Tests.Syntax;

public class StatementTests
{
    [Fact]
    public void Target_names_a_profile()
    {
        var target = Examples.ParseOne<SettingStatement>("target amlogic-3.9-arm32");
        target.Name.ShouldBe(new Name("amlogic-3.9-arm32", new SourcePosition("x.tee", 1, 8)));
    }

    [Fact]
    public void Heap_gives_a_size_in_bytes() => Examples.ParseOne<SettingStatement>("heap 128K").Number.Value.ShouldBe(131072ul);

    [Fact]
    public void Vdec_gives_a_range()
    {
        RangeValue range = Examples.ParseOne<SettingStatement>("vdec 0x5a000000+8M").Range;
        range.Base.Value.ShouldBe(0x5a000000ul);
        range.Size.Value.ShouldBe(0x800000ul);
    }

    [Fact]
    public void Pools_give_ranges()
    {
        RangeOf(Examples.ParseOne<SettingStatement>("ta_ram 0x05580000 + 24M").Range).ShouldBe((0x0558_0000ul, 0x0180_0000ul));
        RangeOf(Examples.ParseOne<SettingStatement>("shm_vaspace 0x30000000 + 32M").Range).ShouldBe((0x3000_0000ul, 0x0200_0000ul));
        RangeOf(Examples.ParseOne<SettingStatement>("vcore 0x32e00000+2M").Range).ShouldBe((0x32e0_0000ul, 0x0020_0000ul));
    }

    [Fact]
    public void Maps_per_channel_gives_a_count() =>
        Examples.ParseOne<SettingStatement>("maps_per_channel 3").Number.Value.ShouldBe(3ul);

    [Fact]
    public void Threads_gives_a_count() => Examples.ParseOne<SettingStatement>("threads 10").Number.Value.ShouldBe(10ul);

    [Fact]
    public void Driver_may_have_hyphens() =>
        Examples.ParseOne<SettingStatement>("driver deferred-close-and-reaper").Name.Text.ShouldBe("deferred-close-and-reaper");

    [Fact]
    public void Ta_has_a_name_a_uuid_and_flags()
    {
        var ta = Examples.ParseOne<TaStatement>("ta drm ACBE4B66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session");
        ta.Name.Text.ShouldBe("drm");
        ta.Uuid.ShouldBe(new Guid("acbe4b66-6e40-46dc-a2fe-a576922cf170"));
        ta.Flags.Select(flag => flag.Text).ShouldBe(["single_instance", "multi_session"]);
        ta.Regions.ShouldBeEmpty();
    }

    [Fact]
    public void Ta_lists_its_first_regions()
    {
        var ta = Examples.ParseOne<TaStatement>("""
            ta drm 00000000-0000-0000-0000-000000000001 {
                region va 0x100000 pa 0x5304000 size 8K flags ---R-X
                # The stack.
                region va 0x110000 pa 0x558c000 size 0x9000 flags rw-RW-
            }
            """);
        ta.Body.Count.ShouldBe(3);
        RegionDeclaration first = ta.Regions[0];
        (first.Va.Value, first.Pa.Value, first.Size.Value).ShouldBe((0x100000ul, 0x5304000ul, 0x2000ul));
        RegionFlags flags = first.Flags;
        (flags.UserRead, flags.UserWrite, flags.UserExecute).ShouldBe((false, false, false));
        (flags.PrivilegedRead, flags.PrivilegedWrite, flags.PrivilegedExecute).ShouldBe((true, false, true));
        ta.Regions[1].Flags.Text.ShouldBe("rw-RW-");
    }

    [Fact]
    public void Ta_says_what_it_loads()
    {
        var ta = Examples.ParseOne<TaStatement>("""
            ta drm 00000000-0000-0000-0000-000000000001 {
                segment at 0 size 0x2c000 flags r-x
                segment at 0x2c000 size 0x98000 flags rw-
                heap 4M
                stack 32K used 0xce0
                aslr 60
                binary 0x23000
            }
            """);
        ta.Regions.ShouldBeEmpty();
        ta.Segments.Select(segment => (segment.At.Value, segment.Size.Value, segment.Flags.Text))
            .ShouldBe([(0ul, 0x2c000ul, "r-x"), (0x2c000ul, 0x98000ul, "rw-")]);
        ta.Body[2].ShouldBeOfType<SettingStatement>().Number.Value.ShouldBe(0x40_0000ul);
        StackDeclaration stack = ta.Body[3].ShouldBeOfType<StackDeclaration>();
        (stack.Size.Value, stack.Used?.Value).ShouldBe((0x8000ul, 0xce0ul));
        ta.Body[4].ShouldBeOfType<AslrDeclaration>().Pages.Value.ShouldBe(60ul);
        ta.Body[5].ShouldBeOfType<BinaryDeclaration>().Size.Value.ShouldBe(0x23000ul);
    }

    [Fact]
    public void Stack_need_not_say_what_is_in_use() =>
        Examples.ParseOne<TaStatement>("ta drm 00000000-0000-0000-0000-000000000001 {\nstack 4K\n}").Body[0]
            .ShouldBeOfType<StackDeclaration>().Used
            .ShouldBeNull();

    [Fact]
    public void Call_holds_the_calls_that_come_in_meanwhile()
    {
        var call =
            Examples.ParseOne<CallStatement>("a s = open_session(drm) -> any {  # loads\n b x = invoke(t)\n # nothing more\n} # done");
        call.Expected?.Text.ShouldBe("any");
        call.HasBody.ShouldBeTrue();
        call.Body.Select(statement => statement.GetType()).ShouldBe([typeof(CallStatement), typeof(CommentStatement)]);
        (call.TrailingComment, call.ClosingComment).ShouldBe((" loads", " done"));
    }

    [Fact]
    public void Call_without_braces_has_no_block() => Examples.ParseOne<CallStatement>("a s = open_session(drm)").HasBody.ShouldBeFalse();

    [Fact]
    public void Call_has_process_result_arguments_and_expected_result()
    {
        var call = Examples.ParseOne<CallStatement>("input ch = open_channel(t, input: 0x5a300000 + 1M, bind: drm) -> BUSY");
        call.Process.Text.ShouldBe("input");
        call.Result?.Text.ShouldBe("ch");
        call.Call.ShouldBe(new Name("open_channel", new SourcePosition("x.tee", 1, 12)));
        call.Expected?.Text.ShouldBe("BUSY");
        call.Arguments.Select(argument => argument.Label?.Text).ShouldBe([null, "input", "bind"]);
        call.Arguments[0].Value.ShouldBeOfType<NameValue>().Name.Text.ShouldBe("t");
        call.Arguments[1].Value.ShouldBeOfType<RangeValue>().Size.Value.ShouldBe(0x100000ul);
        call.Arguments[1].Position.ShouldBe(new SourcePosition("x.tee", 1, 28));
    }

    [Fact]
    public void Call_without_arguments_has_none() => Examples.ParseOne<CallStatement>("qa mdbg_check()").Arguments.ShouldBeEmpty();

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("4s", 4_000)]
    [InlineData("10m", 600_000)]
    [InlineData("24h", 86_400_000)]
    public void Sleep_takes_a_time(string text, int milliseconds)
    {
        Value time = Examples.ParseOne<CallStatement>($"player sleep({text})").Arguments[0].Value;
        time.ShouldBeOfType<DurationValue>().Time.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void Wait_takes_a_process()
    {
        var call = Examples.ParseOne<CallStatement>("player wait(input)");
        BoundCall.Bind(call, Examples.Language.Calls).Name("process").ShouldBe(new Name("input", new SourcePosition("x.tee", 1, 13)));
    }

    [Fact]
    public void Repeat_holds_its_statements()
    {
        var repeat = Examples.ParseOne<RepeatStatement>("repeat 4 {\n qa mdbg_check()\n repeat 2 {\n }\n}\n");
        repeat.Count.ShouldBeOfType<FixedCount>().Times.Value.ShouldBe(4ul);
        repeat.Body.Select(statement => statement.GetType()).ShouldBe([typeof(CallStatement), typeof(RepeatStatement)]);
    }

    [Theory]
    [InlineData("repeat until print_oom max 5000 {\n}", 5000)]
    [InlineData("repeat until print_oom {\n}", 100_000)]
    [InlineData("repeat until out_of_memory max 7 {\n}", 7, false)]
    [InlineData("repeat until out_of_memory {\n}", 100_000, false)]
    public void Repeat_until_something_runs_out_gives_up_in_the_end(string text, int most, bool heapOnly = true)
    {
        UntilOutOfMemory count = Examples.ParseOne<RepeatStatement>(text).Count.ShouldBeOfType<UntilOutOfMemory>();
        (count.AtMost, count.HeapOnly).ShouldBe(((ulong)most, heapOnly));
    }

    [Fact]
    public void Expectation_compares_a_metric_of_a_ta()
    {
        var expectation = Examples.ParseOne<ExpectStatement>("expect regions(drm) <= 9");
        expectation.Metric.Name.Text.ShouldBe("regions");
        expectation.Metric.Ta?.Text.ShouldBe("drm");
        expectation.Operator.ShouldBe(ComparisonOperator.LessOrEqual);
        expectation.Value.Value.ShouldBe(9ul);
    }

    [Theory]
    [InlineData("expect sometimes leaked > 0", true)]
    [InlineData("expect leaked > 0", false)]
    public void Expectation_may_be_for_one_ordering_only(string text, bool sometimes)
    {
        var expectation = Examples.ParseOne<ExpectStatement>(text);
        (expectation.Sometimes, expectation.Metric.Name.Text, expectation.Operator).ShouldBe(
            (sometimes, "leaked", ComparisonOperator.Greater));
    }

    [Theory]
    [InlineData("mobj.c:168", "mobj.c", 168)]
    [InlineData("core/arch/arm/mm/tee_mmu.c:257", "core/arch/arm/mm/tee_mmu.c", 257)]
    public void Expectation_compares_a_metric_of_a_call_site(string text, string file, int line)
    {
        SiteReference? site = Examples.ParseOne<ExpectStatement>($"expect bytes({text}) == 32").Metric.Site;
        (site?.File, site?.Line).ShouldBe((file, line));
    }

    [Fact]
    public void Operators_hold_as_they_are_written()
    {
        string Holding(ulong measured) => string.Join(' ', Enum.GetValues<ComparisonOperator>()
            .Where(comparison => comparison.Holds(measured, 5)).Select(comparison => comparison.Symbol()));
        Holding(4).ShouldBe("!= < <=");
        Holding(5).ShouldBe("== <= >=");
        Holding(6).ShouldBe("!= > >=");
    }

    [Theory]
    [InlineData("0", 0ul)]
    [InlineData("1_000_000", 1_000_000ul)]
    [InlineData("0xFfff_ffff", 0xfffffffful)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("0xffffffffffffffff", ulong.MaxValue)]
    [InlineData("4K", 4096ul)]
    [InlineData("8M", 0x800000ul)]
    [InlineData("17179869183G", 0xffffffffc0000000ul)]
    public void Numbers_keep_their_text_and_have_their_value(string text, ulong value)
    {
        Number number = Examples.ParseOne<SettingStatement>($"heap {text}").Number;
        (number.Text, number.Value).ShouldBe((text, value));
    }

    private static (ulong Start, ulong Size) RangeOf(RangeValue range) => (range.Base.Value, range.Size.Value);

    [Fact]
    public void Keywords_may_be_results_labels_and_tas()
    {
        var call = Examples.ParseOne<CallStatement>("expectant target = repeat(heap, region: ta)");
        call.ToString().ShouldBe("expectant: repeat(heap, region: ta)");
    }
}

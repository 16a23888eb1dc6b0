using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Tests.Syntax;

public class PrintingTests
{
    [Fact]
    public void A_canonical_script_prints_as_it_is() => Examples.Reprint(Examples.ChannelSwitch).ShouldBe(Examples.ChannelSwitch);

    [Fact]
    public void Processes_and_results_stand_in_columns() => Examples.Reprint("""
        input t=open_session( tvp )
          player session = open_session(drm)
        repeat 2 {
        qa mdbg_check( )
        }
        """).ShouldBe("""
        input   t       = open_session(tvp)
        player  session = open_session(drm)
        repeat 2 {
            qa      mdbg_check()
        }

        """);

    [Fact]
    public void A_very_long_name_does_not_push_the_other_lines() => Examples.Reprint("""
        the_process_with_the_long_name mdbg_check()
        qa mdbg_check()
        """).ShouldBe("""
        the_process_with_the_long_name  mdbg_check()
        qa                mdbg_check()

        """);

    [Fact]
    public void Comments_survive_on_every_line() => ShouldPrintAsItIs("""
        # About the script.
        target amlogic-3.9-arm32  # the device
        #no blank, and       wide
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 {  # of the incident
            # its stack
            region va 0x1000 pa 0x2000 size 0x1000 flags rw-RW-  # one page

            # nothing more
        }  # drm

        repeat 2 {  # twice
            qa  mdbg_check()  #
        }  # enough
        expect leaked == 0  # at the end
        # The end.

        """);

    [Fact]
    public void One_of_several_blank_lines_is_kept_and_none_at_the_edges_of_a_block() => Examples.Reprint("""


        heap 4K



        threads 2
        repeat 2 {

            qa mdbg_check()


            qa mdbg_check()

        }


        """).ShouldBe("""
        heap   4K

        threads 2
        repeat 2 {
            qa  mdbg_check()

            qa  mdbg_check()
        }

        """);

    [Fact]
    public void Carriage_returns_and_tabs_are_not_kept() =>
        Examples.Reprint("heap\t4K\t# little \r\n\r\nthreads 1\r\n").ShouldBe("heap   4K  # little\n\nthreads 1\n");

    [Fact]
    public void Empty_braces_of_a_ta_go_and_a_uuid_becomes_lower_case() =>
        Examples.Reprint("ta drm ACBE4B66-6E40-46DC-A2FE-A576922CF170 {\n}").ShouldBe("ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170\n");

    [Fact]
    public void A_script_without_a_line_end_gets_one() => Examples.Reprint("repeat 1 {\n}").ShouldBe("repeat 1 {\n}\n");

    [Fact]
    public void Nothing_prints_as_nothing() => Examples.Reprint("").ShouldBe("");

    [Fact]
    public void A_call_prints_on_one_line_alone_and_with_its_process()
    {
        var call = Examples.ParseOne<CallStatement>("player  x = unmap(s,0x5a399000,  size:0x1000) -> any");
        ScriptPrinter.Print(call).ShouldBe("unmap(s, 0x5a399000, size: 0x1000)");
        ScriptPrinter.PrintWithProcess(call).ShouldBe("player: unmap(s, 0x5a399000, size: 0x1000)");
        call.ToString().ShouldBe("player: unmap(s, 0x5a399000, size: 0x1000)");
    }

    [Theory]
    [InlineData("leaked == 0")]
    [InlineData("regions(drm) <= 0x9")]
    [InlineData("sometimes regions(drm) > 9")]
    [InlineData("bytes(core/arch/arm/mm/mobj.c:168) != 1K")]
    public void An_expectation_prints_without_its_keyword(string text) =>
        ScriptPrinter.Print(Examples.ParseOne<ExpectStatement>($"expect {text}")).ShouldBe(text);

    private static void ShouldPrintAsItIs(string text) => Examples.Reprint(text).ShouldBe(text);
}

using TeeSim.Core.Diagnostics;

namespace TeeSim.Core.Tests.Diagnostics;

public class DiagnosticTests
{
    [Theory]
    [InlineData(3, 7, "a.tee:3:7: found nothing")]
    [InlineData(3, 0, "a.tee:3: found nothing")]
    [InlineData(0, 0, "a.tee: found nothing")]
    public void It_prints_in_the_form_that_editors_link(int line, int column, string text) =>
        new Diagnostic(new SourcePosition("a.tee", line, column), "found nothing").ToString().ShouldBe(text);

    [Fact]
    public void A_file_name_cannot_command_the_terminal() =>
        new Diagnostic(new SourcePosition("\u001b[31m.tee", 3, 7), "found nothing").ToString()
            .ShouldBe(@"\u001b[31m.tee:3:7: found nothing");

    [Fact]
    public void A_position_can_be_a_whole_file() => SourcePosition.OfFile("a.tee").ShouldBe(new SourcePosition("a.tee", 0, 0));
}

using TeeSim.Core.Releases;

namespace TeeSim.Core.Tests.Releases;

/// <summary>A slip in the table must not pass as a fact.</summary>
public class ReleaseTableReaderTests
{
    private const string Head = "releases 1.0 1.1 1.2\nallocation a\nfile 1.0-1.2 a.c\n";

    [Fact]
    public void What_no_run_names_is_unknown()
    {
        IReadOnlyList<Release> table = ReleaseTable.Parse(Head + "# a comment\n\nline 1.0 7, 1.2 -\nsize 1.0-1.1 4/?/8\n");
        Release release = table[0];

        release.Name.ShouldBe("1.0.0");
        release.Find("a")!.Source.ShouldBe(new SourceSite("a.c", 7, ""));
        table[1].PresenceOf("a").ShouldBe(SitePresence.Unknown);
        table[1].SizeOf("a").ShouldNotBeNull("the size may be known where the line is not");
        table[2].PresenceOf("a").ShouldBe(SitePresence.Absent);
        table[2].Find("a").ShouldBeNull();
    }

    [Theory]
    [InlineData("line", "sites.txt:4: found a word without a value")]
    [InlineData("lines 1.0 7", "sites.txt:4: found the unknown word 'lines'")]
    [InlineData("line 1.0", "sites.txt:4: found the run '1.0' without a value")]
    [InlineData("line 1.3 7", "sites.txt:4: found the releases '1.3'")]
    [InlineData("line 1.2-1.0 7", "sites.txt:4: found the releases '1.2-1.0'")]
    [InlineData("line 1.0-1.1-1.2 7", "sites.txt:4: found the releases '1.0-1.1-1.2'")]
    [InlineData("line 1.0-1.1 7, 1.1 8", "sites.txt:4: found a second value for 1.1")]
    [InlineData("message a", "sites.txt:4: found 'a' a second time")]
    public void A_slip_is_told_with_its_line(string line, string message) =>
        Should.Throw<FormatException>(() => ReleaseTable.Parse(Head + line)).Message.ShouldBe(message);

    [Fact]
    public void Values_belong_to_a_site() =>
        Should.Throw<FormatException>(() => ReleaseTable.Parse("releases 1.0\nline 1.0 7")).Message
            .ShouldBe("sites.txt:2: found a value in front of the first site");

    [Fact]
    public void A_line_without_a_file_is_none() =>
        Should.Throw<FormatException>(() => ReleaseTable.Parse("releases 1.0\nallocation a\nline 1.0 7")[0].Find("a"));

    [Theory]
    [InlineData("4/8")]
    [InlineData("4/x/8")]
    [InlineData("4/4/8 + n*4")]
    public void Sizes_have_three_parts(string size) =>
        Should.Throw<FormatException>(() => ReleaseTable.Parse(Head + "size 1.0 " + size)[0].SizeOf("a"));
}

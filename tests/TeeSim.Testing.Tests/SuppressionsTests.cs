namespace TeeSim.Testing.Tests;

public class SuppressionsTests
{
    private const string Site = "core/arch/arm/mm/mobj.c:168";

    [Theory]
    [InlineData("mobj.c:168", true)]
    [InlineData("mm/mobj.c:168", true)]
    [InlineData(Site, true)]
    [InlineData("obj.c:168", false)]
    [InlineData("m/mobj.c:168", false)]
    [InlineData("mobj.c:16", false)]
    [InlineData("mobj.c:1168", false)]
    [InlineData("other/core/arch/arm/mm/mobj.c:168", false)]
    public void A_call_site_is_suppressed_with_as_many_of_its_folders_as_one_likes(string suppression, bool isSuppressed) =>
        new Suppressions(suppression).Suppress(Site).ShouldBe(isSuppressed);

    [Fact]
    public void Nothing_is_suppressed_by_none() => Suppressions.None.Suppress(Site).ShouldBeFalse();

    [Fact]
    public void All_that_are_given_count() => new Suppressions("a.c:1", "mobj.c:168").ShouldBe(["a.c:1", "mobj.c:168"]);

    [Theory]
    [InlineData("")]
    [InlineData("mobj.c")]
    [InlineData(":168")]
    [InlineData("mobj.c:")]
    [InlineData("mobj.c:x")]
    [InlineData("mobj.c:-1")]
    [InlineData("mm\\mobj.c:168")]
    public void What_could_never_match_is_refused(string site) => Should.Throw<ArgumentException>(() => new Suppressions(site))
        .Message.ShouldStartWith($"found '{site}' where a call site is expected, such as file.c:151 or core/arch/arm/mm/mobj.c:168");
}

namespace TeeSim.Core.Tests;

public class SourceSiteTests
{
    [Fact]
    public void It_prints_as_the_panic_line_does() =>
        new SourceSite("core/arch/arm/mm/mobj.c", 168, "mobj_phys_alloc").ToString()
            .ShouldBe("core/arch/arm/mm/mobj.c:168 <mobj_phys_alloc>");

    [Theory]
    [InlineData("lib/libutils/isoc/bget.c", "bget.c:901")]
    [InlineData("bget.c", "bget.c:901")]
    public void Its_short_form_has_no_folders(string file, string shortForm) =>
        new SourceSite(file, 901, "brel").ShortForm.ShouldBe(shortForm);
}

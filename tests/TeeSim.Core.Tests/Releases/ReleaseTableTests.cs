using TeeSim.Core.Releases;

namespace TeeSim.Core.Tests.Releases;

public class ReleaseTableTests
{
    [Fact]
    public void All_releases_from_3_2_to_4_10_are_there_in_order()
    {
        string[] expected = [.. Enumerable.Range(2, 21).Select(i => $"3.{i}.0"), .. Enumerable.Range(0, 11).Select(i => $"4.{i}.0")];

        ReleaseTable.All.Select(r => r.Name).ShouldBe(expected);
    }

    [Fact]
    public void A_release_is_found_by_its_tag()
    {
        Release release = ReleaseTable.Find("3.10.0").ShouldNotBeNull();

        ReleaseTable.Find("3.10").ShouldBeSameAs(release);
        release.ToString().ShouldBe("3.10.0");
        ReleaseTable.Find("3.1.0").ShouldBeNull();
        ReleaseTable.Find("").ShouldBeNull();
        Should.Throw<ArgumentException>(() => ReleaseTable.Get("5.0.0")).Message.ShouldStartWith("the table has no release '5.0.0'");
    }

    [Fact]
    public void A_key_that_is_none_is_an_error_of_the_caller()
    {
        Release release = ReleaseTable.Get("3.10.0");

        foreach (Action ask in (Action[])[() => release.Find("mobj"), () => release.PresenceOf("mobj"), () => release.SizeOf("mobj")])
            Should.Throw<ArgumentException>(ask).Message.ShouldStartWith("the table has no site 'mobj'");
    }

    [Fact]
    public void Every_site_of_every_release_is_whole()
    {
        ReleaseTable.Keys.ShouldBeUnique();
        foreach (Release release in ReleaseTable.All)
        {
            release.Sites.Select(s => s.Key).ShouldBeUnique();
            foreach (ReleaseSite site in release.Sites)
            {
                site.Release.ShouldBe(release.Name);
                site.Source.File.ShouldNotBeNullOrWhiteSpace();
                site.Source.Line.ShouldBeGreaterThan(0);
                (site.LastLine ?? int.MaxValue).ShouldBeGreaterThanOrEqualTo(site.Source.Line);
                (site.Text is null).ShouldBe(site.Kind == SiteKind.Allocation);
                if (site.Kind == SiteKind.Message) (site.Struct, site.Size).ShouldBe((null, null));
                if (site.Kind == SiteKind.Message) site.Source.Function.ShouldNotBeEmpty();
                site.Size.ShouldBe(release.SizeOf(site.Key));
            }

            // Two sites of one line would make every candidate ambiguous. Only alloc and alloc2 of page pools ever
            // share one, and they share the site.
            release.Sites.Select(s => s.Source.ShortForm).ShouldBeUnique();
        }
    }

    [Fact]
    public void The_device_s_lines_point_to_3_8_and_3_9()
    {
        string[] oom = [.. Releases("bget_malloc.c", 200)];
        string[] listing = [.. Releases("bget_malloc.c", 639)];
        string[] mobj = [.. Releases("core/arch/arm/mm/mobj.c", 168, 32)];

        oom.ShouldBe(["3.7.0", "3.8.0", "3.9.0", "3.10.0", "3.17.0"]);
        listing.ShouldBe(["3.7.0", "3.8.0", "3.9.0", "3.10.0", "3.11.0"]);
        // In 3.6 and 3.7, 32 bytes would need 64-bit physical addresses.
        mobj.ShouldBe(["3.6.0", "3.7.0", "3.8.0", "3.9.0", "3.10.0", "3.11.0", "3.12.0"]);
        Releases("core/mm/mobj.c", 168, 32).ShouldBe(["3.13.0", "3.18.0", "3.19.0", "3.20.0", "3.21.0", "3.22.0", "4.0.0", "4.1.0"]);
    }

    [Fact]
    public void A_vendor_s_edits_shift_lines_alike()
    {
        // tee_mmu.c:257 and :368 of the device: both two lines below those of 3.9.0.
        ReleaseTable.Candidates("core/arch/arm/mm/tee_mmu.c", 257, 28).ShouldBeEmpty();
        ReleaseTable.Candidates("core/arch/arm/mm/tee_mmu.c", 257, 28, mostShift: 2).Select(c => (c.Site.Release, c.Site.Key, c.Shift))
            .ShouldBe(
                [("3.6.0", "vm_map_pad", 1), ("3.10.0", "vm_map_pad", 1), ("3.9.0", "vm_map_pad", 2)]);
        ReleaseTable.Candidates("core/arch/arm/mm/tee_mmu.c", 368, 28, mostShift: 2).Select(c => (c.Site.Release, c.Shift)).ShouldBe(
            [("3.10.0", 1), ("3.9.0", 2)]);
        ReleaseTable.Candidates("tee_mmu.c", 254, 28, mostShift: 1).ShouldHaveSingleItem().Shift.ShouldBe(-1);
    }

    [Fact]
    public void The_public_report_s_buffers_are_3_8_s()
    {
        Releases("core/mm/fobj.c", 526, 16).ShouldBe(["3.8.0"]);
        Releases("core/arch/arm/kernel/pseudo_ta.c", 294, 60).ShouldContain("3.8.0");
        Releases("core/arch/arm/mm/mobj.c", 533, 24).ShouldContain("3.8.0");
        ReleaseTable.Candidates("core/kernel/tee_ta_manager.c", 622, 88, mostShift: 9).Select(c => c.Site.Release).ShouldContain("3.8.0");
    }

    [Theory]
    [InlineData("mobj.c")]
    [InlineData("mm/mobj.c")]
    [InlineData("core/arch/arm/mm/mobj.c")]
    [InlineData("/home/builder/optee_os/core/arch/arm/mm/mobj.c")]
    public void Any_number_of_folders_may_be_in_front(string file) =>
        ReleaseTable.Candidates(file, 533, 24).Select(c => c.Site.Release).ShouldContain("3.10.0");

    [Theory]
    [InlineData("obj.c")]
    [InlineData("xmobj.c")]
    [InlineData("drivers/mobj.c/x")]
    [InlineData("")]
    public void Another_file_is_none(string file) => ReleaseTable.Candidates(file, 533, 24).ShouldBeEmpty();

    [Fact]
    public void Sizes_that_fit_come_before_those_that_are_not_known()
    {
        IReadOnlyList<SiteCandidate> candidates = ReleaseTable.Candidates("pseudo_ta.c", 294, 60);

        candidates.Select(c => (c.Site.Release, c.Fit)).ShouldBe(
            [("3.8.0", SizeFit.Yes), ("3.5.0", SizeFit.Unknown), ("3.6.0", SizeFit.Unknown), ("3.7.0", SizeFit.Unknown)]);
        ReleaseTable.Candidates("pseudo_ta.c", 294).ShouldAllBe(c => c.Fit == SizeFit.Unknown);
    }

    [Fact]
    public void What_the_guide_says_holds()
    {
        ReleaseTable.Get("3.10.0").Find("vm_map_pad")!.Source.ToString().ShouldBe("core/arch/arm/mm/tee_mmu.c:256 <vm_map_pad>");
        ReleaseTable.Get("3.12.0").SizeOf("tee_ta_session")!.Value.Lp64.Bytes.ShouldBe(152);
        Releases("mobj.c", 533, 24).ShouldBe(["3.8.0", "3.9.0", "3.10.0", "3.11.0", "3.12.0", "3.13.0"]);
        ReleaseTable.Keys.Count(k => ReleaseTable.All.All(r => r.PresenceOf(k) != SitePresence.Unknown)).ShouldBe(10);
    }

    private static IEnumerable<string> Releases(string file, int line, ulong? size = null) =>
        ReleaseTable.Candidates(file, line, size).Select(c => c.Site.Release).Distinct();
}

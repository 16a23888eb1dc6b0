using TeeSim.Core.Releases;

namespace TeeSim.Core.Tests.Releases;

/// <summary>Every cell of the specification's table of fingerprints: the ten sites that are known for all releases.</summary>
public class FingerprintTests
{
    private static readonly string[] Columns =
    [
        "mdbg_check", "print_oom", "mobj_phys_alloc", "mobj_with_fobj_alloc", "vm_map_pad", "split_vm_region", "fobj_sec_mem_alloc",
        "tee_ta_session", "pseudo_ta_ctx", "pool_array",
    ];

    // tag | mdbg_check | print_oom | mobj_phys | mobj_with_fobj | vm_map | split | fobj_sec_mem | session | pseudo_ta_ctx | pool array
    private const string Table = """
        3.2.0 | 806 | - | 166 | - | 204 | - | - | 474 | 287 | 903
        3.3.0 | 806 | - | 171 | - | 191 | - | - | 474 | 286 | 903
        3.4.0 | 806 | - | 172 | - | 229 | - | - | 474 | 290 | 903
        3.5.0 | 615 | - | 172 | - | 232 | - | - | 517 | 294 | 722
        3.6.0 | 626 | 188 | 168 | 528 | 256 | - | 336 | 610 | 294 | 743
        3.7.0 | 638 | 200 | 168 | 529 | 245 | - | 336 | 612 | 294 | 755
        3.8.0 | 638 | 200 | 168 | 533 | 246 | 353 | 526 | 613 | 294 | 755
        3.9.0 | 638 | 200 | 168 | 533 | 255 | 366 | 528 | 613 | 298 | 755
        3.10.0 | 638 | 200 | 168 | 533 | 256 | 367 | 538 | 613 | 297 | 755
        3.11.0 | 639 | 201 | 168 | 533 | 263 | 374 | 538 | 625 | 297 | 756
        3.12.0 | 654 | 201 | 168 | 533 | 263 | 374 | 538 | 649 | 313 | 787
        3.13.0 | 654 | 201 | 168 | 533 | 271 | 382 | 728 | 647 | 313 | 787
        3.14.0 | 654 | 201 | 156 | 564 | 271 | 382 | 752 | 647 | 313 | 785
        3.15.0 | 654 | 201 | 167 | 576 | 271 | 383 | 752 | 647 | 313 | 814
        3.16.0 | 654 | 201 | 167 | 578 | 272 | 384 | 750 | 647 | 310 | 814
        3.17.0 | 653 | 200 | 167 | 593 | 271 | 383 | 751 | 646 | 310 | 813
        3.18.0 | 713 | 185 | 168 | 600 | 241 | 353 | 752 | 646 | 310 | 873
        3.19.0 | 713 | 185 | 168 | 600 | 301 | 415 | 752 | 645 | 310 | 873
        3.20.0..3.22.0 | 714 | 185 | 168 | 600 | 307 | 421 | 752 | 664 | 310 | 935
        4.0.0 | 714 | 185 | 168 | 387 | 307 | 421 | 752 | 606 | 311 | 935
        4.1.0 | 715 | 186 | 168 | 387 | 307 | 421 | 752 | 601 | 311 | 936
        4.2.0 | 715 | 186 | 166 | 385 | 306 | 420 | 752 | 598 | 311 | 936
        4.3.0 | 715 | 186 | 166 | 385 | 306 | 420 | 752 | 597 | 316 | 936
        4.4.0 | 715 | 186 | 165 | 378 | 306 | 420 | 755 | 597 | 316 | 936
        4.5.0 | 715 | 186 | 164 | 377 | 306 | 420 | 756 | 597 | 316 | 936
        4.6.0 | 682 | 186 | 164 | 377 | 306 | 420 | 756 | 597 | 316 | 825
        4.7.0 | 682 | 186 | 164 | 377 | 306 | 420 | 756 | 601 | 316 | 825
        4.8.0 | 690 | 186 | 164 | 377 | 306 | 420 | 756 | 602 | 316 | 833
        4.9.0 | 690 | 186 | 164 | 377 | 306 | 420 | 756 | 609 | 316 | 833
        4.10.0 | 681 | 181 | 164 | 377 | 306 | 420 | 756 | 610 | 316 | 831
        """;

    [Fact]
    public void Each_cell_is_the_specification_s()
    {
        int releases = 0;
        foreach ((string tag, string[] cells) in Rows())
        {
            Release release = ReleaseTable.Find(tag).ShouldNotBeNull(tag);
            releases++;
            for (int i = 0; i < Columns.Length; i++)
            {
                string found = release.PresenceOf(Columns[i]) == SitePresence.Absent ? "-" : $"{release.Find(Columns[i])?.Source.Line}";
                found.ShouldBe(cells[i], $"{Columns[i]} in {tag}");
            }
        }

        releases.ShouldBe(ReleaseTable.All.Count);
    }

    [Fact]
    public void The_listing_s_call_has_two_lines_in_every_release()
    {
        foreach (Release release in ReleaseTable.All)
        {
            ReleaseSite site = release.Find("mdbg_check").ShouldNotBeNull();
            site.LastLine.ShouldBe(site.Source.Line + 1, release.Name);
        }
    }

    private static IEnumerable<(string Tag, string[] Cells)> Rows()
    {
        foreach (string row in Table.Split('\n'))
        {
            string[] cells = row.Split('|', StringSplitOptions.TrimEntries);
            string[] ends = cells[0].Split("..");
            int first = ReleaseTable.All.ToList().FindIndex(r => r.Name == ends[0]);
            int last = ReleaseTable.All.ToList().FindIndex(r => r.Name == ends[^1]);
            for (int i = first; i <= last; i++) yield return (ReleaseTable.All[i].Name, cells[1..]);
        }
    }
}

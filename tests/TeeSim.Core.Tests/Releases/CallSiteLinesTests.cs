using TeeSim.Core.Releases;

namespace TeeSim.Core.Tests.Releases;

/// <summary>The sites that the specification gives for eight releases; in the others they are unknown.</summary>
public class CallSiteLinesTests
{
    private static readonly string[] Columns = ["3.6.0", "3.7.0", "3.8.0", "3.9.0", "3.10.0", "3.11.0", "3.12.0", "4.10.0"];

    [Theory]
    [InlineData("mobj_phys_alloc", "168 168 168 168 168 168 168 164")]
    [InlineData("mobj_mm_alloc", "281 281 282 282 282 282 282 -")]
    [InlineData("mobj_shm_alloc", "394 394 396 396 396 396 396 342")]
    [InlineData("mobj_seccpy_shm_alloc", "484 484 487 487 487 487 487 -")]
    [InlineData("mobj_with_fobj_alloc", "528 529 533 533 533 533 533 377")]
    [InlineData("mobj_reg_shm_alloc", "205 205 233 232 280 280 280 363")]
    [InlineData("vm_map_pad", "256 245 246 255 256 263 263 306")]
    [InlineData("split_vm_region", "- - 353 366 367 374 374 420")]
    [InlineData("vm_info_init", "456 523 - - - - - -")]
    [InlineData("tee_mmu_add_rwmem", "645 712 947 984 987 1024 1023 -")]
    [InlineData("fobj_sec_mem_alloc", "336 336 526 528 538 538 538 756")]
    [InlineData("file_add_slice", "91 91 91 91 91 91 91 91")]
    [InlineData("file_get_by_tag", "151 151 151 151 151 151 151 151")]
    [InlineData("tee_mm_alloc", "19 19 19 19 19 19 19 137")]
    [InlineData("tee_mm_init", "27 27 27 27 27 27 27 37")]
    [InlineData("tee_mm_alloc2", "- - - - - - - 249")]
    [InlineData("tee_mm_alloc_nexus", "17 17 17 17 17 17 17 -")]
    [InlineData("tee_mm_init_nexus", "25 25 25 25 25 25 25 -")]
    [InlineData("msg_param_pages", "132 132 132 132 132 132 132 132")]
    [InlineData("tee_ta_session", "610 612 613 613 613 625 649 610")]
    [InlineData("user_ta_ctx", "760 719 716 715 716 723 430 481")]
    [InlineData("pseudo_ta_ctx", "294 294 294 298 297 297 313 316")]
    [InlineData("bin_handle", "223 233 244 251 251 251 135 156")]
    [InlineData("system_ctx", "578 788 812 857 857 857 129 150")]
    [InlineData("handle_array", "55 55 55 55 55 55 69 69")]
    [InlineData("ree_fs_ta_handle", "94 94 141 141 141 141 142 261")]
    [InlineData("ree_fs_ta_digest", "221 221 308 308 310 310 311 536")]
    [InlineData("ree_fs_ta_buffered_handle", "? ? ? ? 551 ? ? ?")]
    [InlineData("ree_fs_ta_buffered_tag", "? ? ? ? 566 ? ? ?")]
    [InlineData("signed_header", "33 33 33 33 33 33 33 38")]
    [InlineData("svc_uuid", "762 762 767 778 778 780 770 788")]
    [InlineData("svc_param", "763 763 768 779 779 781 771 789")]
    [InlineData("svc_identity", "764 764 769 780 780 782 772 790")]
    [InlineData("shm_cache_entry", "- - - - 1595 1603 1617 787")]
    [InlineData("reopen", "? ? ? ? 573 ? ? ?")]
    [InlineData("lookup_pseudo_ta", "? ? ? ? 283 ? ? ?")]
    [InlineData("init_session_failed", "? ? ? ? 684 ? ? ?")]
    [InlineData("open_session_failed", "? ? ? ? 728 ? ? ?")]
    [InlineData("close_session", "? ? ? ? 498 ? ? ?")]
    [InlineData("destroy_session", "? ? ? ? 518 ? ? ?")]
    [InlineData("destroy_context", "? ? ? ? 298 ? ? ?")]
    [InlineData("invoke_error", "? ? ? ? 773 ? ? ?")]
    [InlineData("ta_panicked", "? ? ? ? 166 ? ? ?")]
    [InlineData("ldelf_load_address", "? ? ? ? 704 ? ? ?")]
    [InlineData("lookup_ta_binary", "? ? ? ? 256 ? ? ?")]
    [InlineData("ta_binary_result", "? ? ? ? 260 ? ? ?")]
    [InlineData("ldelf_loading", "? ? ? ? 134 ? ? ?")]
    [InlineData("ldelf_elf", "? ? ? ? 168 ? ? ?")]
    public void Each_cell_is_the_specification_s(string key, string lines) =>
        Columns.Select(c => Cell(ReleaseTable.Get(c), key)).ShouldBe(lines.Split(' '));

    [Theory]
    [InlineData("tee_mm_alloc", "3.13.0", "19")]
    [InlineData("tee_mm_alloc", "3.14.0", "?")]
    [InlineData("tee_mm_alloc", "3.5.0", "?")]
    [InlineData("mobj_mm_alloc", "3.13.0", "?")]
    [InlineData("mobj_mm_alloc", "4.9.0", "?")]
    [InlineData("user_ta_ctx", "3.20.0", "?")]
    [InlineData("svc_uuid", "3.2.0", "?")]
    public void Between_and_beyond_them_nothing_is_guessed(string key, string release, string cell) =>
        Cell(ReleaseTable.Get(release), key).ShouldBe(cell);

    [Theory]
    [InlineData("mdbg_check", "3.10.0", 639)]
    [InlineData("close_session", "3.10.0", 499)]
    [InlineData("lookup_ta_binary", "3.10.0", 257)]
    [InlineData("ldelf_elf", "3.10.0", 169)]
    [InlineData("vm_map_pad", "3.10.0", 256)]
    [InlineData("tee_mm_alloc", "4.10.0", null)]
    [InlineData("tee_mm_alloc2", "4.10.0", null)]
    [InlineData("tee_mm_init", "4.10.0", null)]
    public void Calls_over_several_lines_have_a_last_one(string key, string release, int? last)
    {
        ReleaseSite site = ReleaseTable.Get(release).Find(key).ShouldNotBeNull();

        site.LastLine.ShouldBe(last);
        site.SourceWithLastLine.Line.ShouldBe(last ?? site.Source.Line);
    }

    [Theory]
    [InlineData("mobj_phys_alloc", "3.12.0", "core/arch/arm/mm/mobj.c")]
    [InlineData("mobj_phys_alloc", "3.13.0", "core/mm/mobj.c")]
    [InlineData("vm_map_pad", "3.11.0", "core/arch/arm/mm/tee_mmu.c")]
    [InlineData("vm_map_pad", "3.12.0", "core/mm/vm.c")]
    [InlineData("tee_mm_alloc", "3.13.0", "core/arch/arm/mm/tee_mm.c")]
    [InlineData("tee_mm_alloc", "4.10.0", "core/mm/tee_mm.c")]
    [InlineData("mobj_reg_shm_alloc", "3.12.0", "core/arch/arm/mm/mobj_dyn_shm.c")]
    [InlineData("mobj_reg_shm_alloc", "4.10.0", "core/mm/mobj_dyn_shm.c")]
    [InlineData("pseudo_ta_ctx", "3.12.0", "core/arch/arm/kernel/pseudo_ta.c")]
    [InlineData("pseudo_ta_ctx", "3.13.0", "core/kernel/pseudo_ta.c")]
    [InlineData("user_ta_ctx", "4.10.0", "core/kernel/user_ta.c")]
    [InlineData("bin_handle", "3.11.0", "core/pta/system.c")]
    [InlineData("bin_handle", "3.12.0", "ldelf_syscalls.c")]
    [InlineData("handle_array", "3.10.0", "handle.c")]
    public void Files_moved(string key, string release, string file) => ReleaseTable.Get(release).Find(key)!.Source.File.ShouldBe(file);

    [Theory]
    [InlineData("mdbg_check", "3.4.0", "mdbg_check")]
    [InlineData("mdbg_check", "3.5.0", "gen_mdbg_check")]
    [InlineData("vm_map_pad", "3.3.0", "vm_map")]
    [InlineData("vm_map_pad", "3.4.0", "vm_map_pad")]
    [InlineData("mobj_phys_alloc", "4.10.0", "mobj_phys_init")]
    [InlineData("tee_mm_alloc", "3.10.0", "pmalloc")]
    [InlineData("ree_fs_ta_handle", "3.10.0", "")]
    public void Functions_changed_their_names(string key, string release, string function) =>
        ReleaseTable.Get(release).Find(key)!.Source.Function.ShouldBe(function);

    private static string Cell(Release release, string key) => release.PresenceOf(key) switch
    {
        SitePresence.Absent => "-",
        SitePresence.Unknown => "?",
        _ => $"{release.Find(key)!.Source.Line}",
    };
}

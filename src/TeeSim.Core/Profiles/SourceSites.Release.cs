using TeeSim.Core.Releases;

namespace TeeSim.Core.Profiles;

/// <content>Sites from the table of releases.</content>
public sealed partial record SourceSites
{
    /// <summary>The sites of a release.</summary>
    /// <param name="release">The release.</param>
    /// <param name="lastLines">
    /// Of a call over several lines, the compiler records the last (clang, older GCC) in place of the first (newer GCC).
    /// </param>
    /// <exception cref="InvalidOperationException">The table does not know a site that no profile can do without.</exception>
    public static SourceSites Of(Release release, bool lastLines = false)
    {
        return new SourceSites
        {
            PoolArray = Known("pool_array"),
            MobjPhysAlloc = Known("mobj_phys_alloc"),
            MobjShmAlloc = Known("mobj_shm_alloc"),
            VmMap = Known("vm_map_pad"),
            SplitVmRegion = Known("split_vm_region"),
            Session = Known("tee_ta_session"),
            UserTaCtx = Known("user_ta_ctx"),
            MdbgCheckLine = Known("mdbg_check"),
            PrintOomLine = Known("print_oom"),
            AddRwMem = Find("tee_mmu_add_rwmem"),
            MobjMmAlloc = Find("mobj_mm_alloc"),
            MobjWithFobjAlloc = Find("mobj_with_fobj_alloc"),
            MobjRegShmAlloc = Find("mobj_reg_shm_alloc"),
            FobjSecMemAlloc = Find("fobj_sec_mem_alloc"),
            FileGetByTag = Find("file_get_by_tag"),
            FileAddSlice = Find("file_add_slice"),
            TeeMmAlloc = Find("tee_mm_alloc"),
            TeeMmAlloc2 = Find("tee_mm_alloc2") ?? Find("tee_mm_alloc"),
            TeeMmInit = Find("tee_mm_init"),
            PseudoTaCtx = Find("pseudo_ta_ctx"),
            SystemCtx = Find("system_ctx"),
            BinHandle = Find("bin_handle"),
            HandleArray = Find("handle_array"),
            ReeFsTaHandle = Find("ree_fs_ta_handle"),
            ReeFsTaDigest = Find("ree_fs_ta_digest"),
            ReeFsTaBufferedHandle = Find("ree_fs_ta_buffered_handle"),
            ReeFsTaBufferedTag = Find("ree_fs_ta_buffered_tag"),
            SignedHeader = Find("signed_header"),
            SvcUuid = Find("svc_uuid"),
            SvcParam = Find("svc_param"),
            SvcIdentity = Find("svc_identity"),
            MsgParamPages = Find("msg_param_pages"),
            ShmCacheEntry = Find("shm_cache_entry"),
            ReopenLine = Find("reopen"),
            LookupPseudoTaLine = Find("lookup_pseudo_ta"),
            CloseSessionLine = Find("close_session"),
            DestroySessionLine = Find("destroy_session"),
            DestroyContextLine = Find("destroy_context"),
            InitSessionFailedLine = Find("init_session_failed"),
            InvokeErrorLine = Find("invoke_error"),
            OpenSessionFailedLine = Find("open_session_failed"),
            TaPanickedLine = Find("ta_panicked"),
            LdelfLoadAddressLine = Find("ldelf_load_address"),
            LookupTaBinaryLine = Find("lookup_ta_binary"),
            TaBinaryResultLine = Find("ta_binary_result"),
            LdelfLoadingLine = Find("ldelf_loading"),
            LdelfElfLine = Find("ldelf_elf"),
        };

        SourceSite? Find(string key) => release.Find(key) is { } site ? lastLines ? site.SourceWithLastLine : site.Source : null;

        SourceSite Known(string key) => Find(key) ?? throw new InvalidOperationException($"the line of {key} in {release} is not known");
    }
}

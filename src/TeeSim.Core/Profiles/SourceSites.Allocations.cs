namespace TeeSim.Core.Profiles;

/// <content>The allocations of loading, of page pools and of calls between TAs.</content>
public sealed partial record SourceSites
{
    /// <summary><c>mobj_mm_alloc</c>: struct <c>mobj_mm</c>.</summary>
    public SourceSite? MobjMmAlloc { get; init; }

    /// <summary><c>mobj_with_fobj_alloc</c>: struct <c>mobj_with_fobj</c>.</summary>
    public SourceSite? MobjWithFobjAlloc { get; init; }

    /// <summary><c>mobj_reg_shm_alloc</c>: struct <c>mobj_reg_shm</c> and the addresses of its pages.</summary>
    public SourceSite? MobjRegShmAlloc { get; init; }

    /// <summary><c>fobj_sec_mem_alloc</c>: struct <c>fobj_sec_mem</c>.</summary>
    public SourceSite? FobjSecMemAlloc { get; init; }

    /// <summary><c>file_get_by_tag</c>: struct <c>file</c>.</summary>
    public SourceSite? FileGetByTag { get; init; }

    /// <summary><c>file_add_slice</c>: struct <c>file_slice_elem</c>.</summary>
    public SourceSite? FileAddSlice { get; init; }

    /// <summary><c>tee_mm_alloc</c>: struct <c>tee_mm_entry_t</c>. All callers share it.</summary>
    public SourceSite? TeeMmAlloc { get; init; }

    /// <summary><c>tee_mm_alloc2</c>: struct <c>tee_mm_entry_t</c>; up to 3.13 the same place as <see cref="TeeMmAlloc"/>.</summary>
    public SourceSite? TeeMmAlloc2 { get; init; }

    /// <summary><c>tee_mm_init</c>: the first entry of a page pool.</summary>
    public SourceSite? TeeMmInit { get; init; }

    /// <summary><c>tee_ta_init_pseudo_ta_session</c>: struct <c>pseudo_ta_ctx</c>.</summary>
    public SourceSite? PseudoTaCtx { get; init; }

    /// <summary>The loader's binaries in the system PTA's session (3.12 on: in the TA's context): struct <c>system_ctx</c>.</summary>
    public SourceSite? SystemCtx { get; init; }

    /// <summary>An open TA binary: struct <c>bin_handle</c>.</summary>
    public SourceSite? BinHandle { get; init; }

    /// <summary>The array of a handle table, four pointers to start with.</summary>
    public SourceSite? HandleArray { get; init; }

    /// <summary>A TA binary in the REE file system.</summary>
    public SourceSite? ReeFsTaHandle { get; init; }

    /// <summary>The digest of one, computed at its end.</summary>
    public SourceSite? ReeFsTaDigest { get; init; }

    /// <summary>A TA binary that is first copied as a whole (<c>CFG_REE_FS_TA_BUFFERED</c>).</summary>
    public SourceSite? ReeFsTaBufferedHandle { get; init; }

    /// <summary>The tag of such a copy.</summary>
    public SourceSite? ReeFsTaBufferedTag { get; init; }

    /// <summary>The signed header of a TA binary with hash and signature.</summary>
    public SourceSite? SignedHeader { get; init; }

    /// <summary>The UUID of a TA that a TA opens, for the duration of the call.</summary>
    public SourceSite? SvcUuid { get; init; }

    /// <summary>The parameters of that call: struct <c>tee_ta_param</c>.</summary>
    public SourceSite? SvcParam { get; init; }

    /// <summary>The identity of its caller.</summary>
    public SourceSite? SvcIdentity { get; init; }

    /// <summary>The page addresses of a message's non-contiguous buffer, while it is read.</summary>
    public SourceSite? MsgParamPages { get; init; }

    /// <summary>An entry of a thread's cache of shared memory.</summary>
    public SourceSite? ShmCacheEntry { get; init; }
}

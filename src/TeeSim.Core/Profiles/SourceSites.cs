namespace TeeSim.Core.Profiles;

/// <summary>
/// File, line and function of everything that the model allocates or prints, for one release: the call sites that mdbg lists and
/// the positions in front of log lines. Null stands for what the release does not have or the specification does not tell: such a
/// line is printed without position.
/// </summary>
public sealed partial record SourceSites
{
    /// <summary>The pool array of <c>malloc_add_pool</c>.</summary>
    public required SourceSite PoolArray { get; init; }

    /// <summary><c>mobj_phys_alloc</c>: struct <c>mobj_phys</c>.</summary>
    public required SourceSite MobjPhysAlloc { get; init; }

    /// <summary><c>mobj_shm_alloc</c>: struct <c>mobj_shm</c>.</summary>
    public required SourceSite MobjShmAlloc { get; init; }

    /// <summary><c>vm_map_pad</c>: struct <c>vm_region</c>.</summary>
    public required SourceSite VmMap { get; init; }

    /// <summary><c>split_vm_region</c>: struct <c>vm_region</c>.</summary>
    public required SourceSite SplitVmRegion { get; init; }

    /// <summary><c>tee_mmu_add_rwmem</c>: struct <c>vm_region</c>.</summary>
    public SourceSite? AddRwMem { get; init; }

    /// <summary><c>tee_ta_init_session</c>: struct <c>tee_ta_session</c>.</summary>
    public required SourceSite Session { get; init; }

    /// <summary><c>tee_ta_init_user_ta_session</c>: struct <c>user_ta_ctx</c>.</summary>
    public required SourceSite UserTaCtx { get; init; }

    /// <summary>The line of <c>gen_mdbg_check</c>'s listing.</summary>
    public required SourceSite MdbgCheckLine { get; init; }

    /// <summary>The line of <c>print_oom</c>.</summary>
    public required SourceSite PrintOomLine { get; init; }

    /// <summary><c>Re-open TA</c>.</summary>
    public SourceSite? ReopenLine { get; init; }

    /// <summary><c>Lookup pseudo TA</c>, which every new context starts with.</summary>
    public SourceSite? LookupPseudoTaLine { get; init; }

    /// <summary><c>csess 0x… id …</c>.</summary>
    public SourceSite? CloseSessionLine { get; init; }

    /// <summary><c>Destroy session</c>.</summary>
    public SourceSite? DestroySessionLine { get; init; }

    /// <summary><c>Destroy TA ctx</c>.</summary>
    public SourceSite? DestroyContextLine { get; init; }

    /// <summary><c>init session failed</c>.</summary>
    public SourceSite? InitSessionFailedLine { get; init; }

    /// <summary><c>Error: … of …</c> of a failed invoke.</summary>
    public SourceSite? InvokeErrorLine { get; init; }

    /// <summary><c>Failed. Return error …</c> of a failed open.</summary>
    public SourceSite? OpenSessionFailedLine { get; init; }

    /// <summary><c>TA panicked with code …</c>.</summary>
    public SourceSite? TaPanickedLine { get; init; }

    /// <summary><c>ldelf load address …</c>.</summary>
    public SourceSite? LdelfLoadAddressLine { get; init; }

    /// <summary><c>Lookup user TA ELF …</c>.</summary>
    public SourceSite? LookupTaBinaryLine { get; init; }

    /// <summary><c>res=…</c> behind it.</summary>
    public SourceSite? TaBinaryResultLine { get; init; }

    /// <summary><c>Loading TA …</c>, which the loader prints (component LD).</summary>
    public SourceSite? LdelfLoadingLine { get; init; }

    /// <summary><c>ELF (…) at …</c>, which the loader prints (component LD).</summary>
    public SourceSite? LdelfElfLine { get; init; }
}

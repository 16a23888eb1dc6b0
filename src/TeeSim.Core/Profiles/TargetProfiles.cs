namespace TeeSim.Core.Profiles;

/// <summary>The targets that TeeSim models.</summary>
public static class TargetProfiles
{
    private const string MobjFile = "core/arch/arm/mm/mobj.c";
    private const string TeeMmuFile = "core/arch/arm/mm/tee_mmu.c";
    private const string MallocFile = "lib/libutils/isoc/bget_malloc.c";
    private const string TaManagerFile = "core/kernel/tee_ta_manager.c";
    private const string PseudoTaFile = "core/arch/arm/kernel/pseudo_ta.c";
    private const string UserTaFile = "core/arch/arm/kernel/user_ta.c";

    /// <summary>OP-TEE 3.10.0 on a 32-bit core, short-descriptor page tables, two threads, debug build.</summary>
    public static TargetProfile Optee310Arm32 { get; } = new()
    {
        Name = "optee-3.10-arm32",
        Release = "3.10.0",
        Abi = Abi.Ilp32,
        Vm = VmOptions.ShortDescriptor(threads: 2),
        Boot = new BootLayout
        {
            MallocContext = 0x32ed_5694,
            StaticData = 0x32ed_6000,
            Strings = 0x32ec_0000,
            Heap = 0x32ee_6000,
            HeapSize = 0x1_0000,
            TeeRam = new AddressRange(0x0530_0000, 0x0020_0000),
            TaRam = new AddressRange(0x0550_0000, 0x0180_0000),
            NsecShm = new AddressRange(0x0510_0000, 0x0020_0000),
            Vdec = new AddressRange(0x5a00_0000, 0x0080_0000),
            KernelEntryPa = 0x0530_4000,
            KernelEntrySize = 0x2000,
        },
        Sites = new SourceSites
        {
            PoolArray = new(MallocFile, 755, "malloc_add_pool"),
            MobjPhysAlloc = new(MobjFile, 168, "mobj_phys_alloc"),
            MobjShmAlloc = new(MobjFile, 396, "mobj_shm_alloc"),
            VmMap = new(TeeMmuFile, 256, "vm_map_pad"),
            SplitVmRegion = new(TeeMmuFile, 367, "split_vm_region"),
            AddRwMem = new(TeeMmuFile, 987, "tee_mmu_add_rwmem"),
            Session = new(TaManagerFile, 613, "tee_ta_init_session"),
            UserTaCtx = new(UserTaFile, 716, "tee_ta_init_user_ta_session"),
            MdbgCheckLine = new(MallocFile, 638, "gen_mdbg_check"),
            PrintOomLine = new(MallocFile, 200, "print_oom"),
            ReopenLine = new(TaManagerFile, 573, "tee_ta_init_session_with_context"),
            LookupPseudoTaLine = new(PseudoTaFile, 283, "tee_ta_init_pseudo_ta_session"),
            CloseSessionLine = new(TaManagerFile, 499, "tee_ta_close_session"),
            DestroySessionLine = new(TaManagerFile, 518, "tee_ta_close_session"),
            DestroyContextLine = new(TaManagerFile, 298, "destroy_context"),
            InitSessionFailedLine = new(TaManagerFile, 684, "tee_ta_open_session"),
            InvokeErrorLine = new(TaManagerFile, 773, "tee_ta_invoke_command"),
        },
    };

    /// <summary>
    /// The device of the incident: 3.9.0 with a vendor's edits, on a 32-bit core with more than nine threads. Against 3.10.0: two lines further down
    /// in <c>tee_mmu.c</c>, a session of 88 bytes, the vendor's dump lines.
    /// </summary>
    public static TargetProfile Amlogic39Arm32 { get; } = Optee310Arm32 with
    {
        Name = "amlogic-3.9-arm32",
        Release = "3.9.0",
        Vm = VmOptions.ShortDescriptor(threads: 10),
        Boot = Optee310Arm32.Boot with { HeapSize = 0x2_0000 },
        Structs = new StructOptions(SessionLockThreadIsInt: true),
        Sites = Optee310Arm32.Sites with
        {
            VmMap = new(TeeMmuFile, 257, "vm_map_pad"),
            SplitVmRegion = new(TeeMmuFile, 368, "split_vm_region"),
            AddRwMem = new(TeeMmuFile, 986, "tee_mmu_add_rwmem"),
            UserTaCtx = new(UserTaFile, 715, "tee_ta_init_user_ta_session"),
            MdbgCheckLine = new(MallocFile, 639, "gen_mdbg_check"),
            ReopenLine = new(TaManagerFile, 583, "tee_ta_init_session_with_context"),
            CloseSessionLine = new(TaManagerFile, 490, "tee_ta_close_session"),
            DestroySessionLine = new(TaManagerFile, 509, "tee_ta_close_session"),
        },
        Log = new LogFormat
        {
            Carrier = LogCarrier.AmlogicPrintk,
            LongPrefixMask = 0x1e,
            ThreadDigits = 2,
            VendorMdbgLines = true,
            PaddedRegionLines = false,
        },
    };

    /// <summary>All of them, in the order in which <c>--help</c> lists them.</summary>
    public static IReadOnlyList<TargetProfile> All { get; } = [Optee310Arm32, Amlogic39Arm32];

    /// <summary>The profile of a name, or null.</summary>
    public static TargetProfile? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}

using TeeSim.Core.Releases;

namespace TeeSim.Core.Profiles;

/// <content>The device of the incident.</content>
public static partial class TargetProfiles
{
    private const string TeeMmuFile = "core/arch/arm/mm/tee_mmu.c";
    private const string TaManagerFile = "core/kernel/tee_ta_manager.c";

    private static TargetProfile MakeAmlogic39Arm32() => Optee310Arm32 with
    {
        Name = "amlogic-3.9-arm32",
        Release = "3.9.0",
        Vm = VmOptions.ShortDescriptor(threads: 10),
        Boot = Boot32 with { HeapSize = 0x2_0000 },
        Structs = new StructOptions(SessionLockThreadIsInt: true),
        // The physical addresses that the device printed leave no doubt: each binary lay in the TA RAM while it was loaded.
        Tas = new TaOptions { BuffersTaBinaries = true, Loader = new LoaderOptions { PoolPages = 3 } },
        Sites = AmlogicSites(),
        Log = new LogFormat
        {
            Carrier = LogCarrier.AmlogicPrintk,
            LongPrefixMask = 0x1e,
            ThreadDigits = 2,
            VendorMdbgLines = true,
            VendorTaStatus = true,
            PaddedRegionLines = false,
        },
    };

    // The device's own lines come first; for messages that its log does not show, 3.10.0's stand in, as no source has those of 3.9.0.
    private static SourceSites AmlogicSites()
    {
        SourceSites later = SourceSites.Of(ReleaseTable.Get("3.10.0"), lastLines: true);
        return SourceSites.Of(ReleaseTable.Get("3.9.0"), lastLines: true) with
        {
            VmMap = new(TeeMmuFile, 257, "vm_map_pad"),
            SplitVmRegion = new(TeeMmuFile, 368, "split_vm_region"),
            AddRwMem = new(TeeMmuFile, 986, "tee_mmu_add_rwmem"),
            ReopenLine = new(TaManagerFile, 583, "tee_ta_init_session_with_context"),
            CloseSessionLine = new(TaManagerFile, 490, "tee_ta_close_session"),
            DestroySessionLine = new(TaManagerFile, 509, "tee_ta_close_session"),
            LookupPseudoTaLine = later.LookupPseudoTaLine,
            DestroyContextLine = later.DestroyContextLine,
            InitSessionFailedLine = later.InitSessionFailedLine,
            OpenSessionFailedLine = later.OpenSessionFailedLine,
            InvokeErrorLine = later.InvokeErrorLine,
            TaPanickedLine = later.TaPanickedLine,
            LdelfLoadAddressLine = later.LdelfLoadAddressLine,
            LookupTaBinaryLine = later.LookupTaBinaryLine,
            TaBinaryResultLine = later.TaBinaryResultLine,
            LdelfLoadingLine = later.LdelfLoadingLine,
            LdelfElfLine = later.LdelfElfLine,
        };
    }
}

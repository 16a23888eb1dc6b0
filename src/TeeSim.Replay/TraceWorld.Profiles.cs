using TeeSim.Core;
using TeeSim.Core.Profiles;

namespace TeeSim.Replay;

internal sealed partial class TraceWorld
{
    private static TargetProfile ProfileOf(TraceHeader header, HeapSetup setup) => ReleaseOf(header) with
    {
        Name = header.Profile,
        Abi = setup.Abi,
        PhysicalAddressBits = header.PhysicalAddressBits,
        Heap = setup.Options,
        Vm = new VmOptions(header.Lpae, header.UserVa.Start, header.UserVa.Size, header.PageTables),
    };

    // Address spaces were recorded from these two; a heap needs no more than its own options.
    private static TargetProfile ReleaseOf(TraceHeader header) => header.Is410 ? Optee410 : TargetProfiles.Optee310Arm32;

    private static TargetProfile Optee410 { get; } = TargetProfiles.Optee310Arm32 with
    {
        Release = "4.10.0",
        Mmu = MmuOptions.Optee410,
        PagePools = PagePoolOptions.Optee410,
        Sites = TargetProfiles.Optee310Arm32.Sites with
        {
            MobjPhysAlloc = new SourceSite("core/mm/mobj.c", 164, "mobj_phys_init"),
            MobjShmAlloc = new SourceSite("core/mm/mobj.c", 342, "mobj_shm_alloc"),
            VmMap = new SourceSite("core/mm/vm.c", 306, "vm_map_pad"),
            SplitVmRegion = new SourceSite("core/mm/vm.c", 420, "split_vm_region"),
        },
    };
}

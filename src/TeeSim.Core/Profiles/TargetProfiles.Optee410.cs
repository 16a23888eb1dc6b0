using TeeSim.Core.Releases;

namespace TeeSim.Core.Profiles;

/// <content>OP-TEE 4.10.0.</content>
public static partial class TargetProfiles
{
    private static TargetProfile MakeOptee410Arm32() => new()
    {
        Name = "optee-4.10-arm32",
        Release = "4.10.0",
        Abi = Abi.Ilp32,
        Heap = HeapRelease.Find("4.10")!.Options,
        Vm = VmOptions.ShortDescriptor(DefaultThreads),
        Boot = BootAligned,
        Structs = new StructOptions(SessionAdded: new AddedFields(Words: 2, Ints: 1), UserTaCtxAdded: new AddedFields(Words: 5)),
        Tas = new TaOptions
        {
            ForgetsSessionOfRefusedParameters = false,
            RefusesPanickedContexts = false,
            ReleasesPanickedContexts = true,
            OpenerHoldsSessionLock = true,
            OpenersWaitForLoading = true,
            CloseLineHasAddress = false,
            OpenLinesNameService = true,
            Loader = new LoaderOptions { UsesSystemPta = false, BounceBufferSize = 0x1000 },
        },
        PagePools = PagePoolOptions.Optee410,
        Mmu = MmuOptions.Optee410,
        Stats = StatsOptions.Optee410,
        Sites = SourceSites.Of(ReleaseTable.Get("4.10.0")),
    };

    private static TargetProfile MakeOptee410Arm64() => Optee410Arm32 with
    {
        Name = "optee-4.10-arm64",
        Abi = Abi.Lp64,
        PhysicalAddressBits = 64,
        Vm = VmOptions.LongDescriptor(DefaultThreads),
    };
}

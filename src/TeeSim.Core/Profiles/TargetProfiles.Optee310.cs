using TeeSim.Core.Releases;

namespace TeeSim.Core.Profiles;

/// <content>OP-TEE 3.10.0.</content>
public static partial class TargetProfiles
{
    private static TargetProfile MakeOptee310Arm32() => new()
    {
        Name = "optee-3.10-arm32",
        Release = "3.10.0",
        Abi = Abi.Ilp32,
        Vm = VmOptions.ShortDescriptor(DefaultThreads),
        Boot = Boot32,
        Sites = SourceSites.Of(ReleaseTable.Get("3.10.0")),
    };

    private static TargetProfile MakeOptee310Arm64() => Optee310Arm32 with
    {
        Name = "optee-3.10-arm64",
        Abi = Abi.Lp64,
        PhysicalAddressBits = 64,
        Vm = VmOptions.LongDescriptor(DefaultThreads),
        Boot = BootAligned,
    };
}

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
    private static TargetProfile ReleaseOf(TraceHeader header) =>
        header.Is410 ? TargetProfiles.Optee410Arm32 : TargetProfiles.Optee310Arm32;
}

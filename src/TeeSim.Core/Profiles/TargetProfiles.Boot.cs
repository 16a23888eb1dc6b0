namespace TeeSim.Core.Profiles;

/// <content>The memory maps after boot.</content>
public static partial class TargetProfiles
{
    private const int DefaultThreads = 2;

    // One map for all: what differs between targets lies in structs and options, so that their addresses can be compared.
    private static BootLayout Boot32 => new()
    {
        MallocContext = 0x32ed_5694,
        StaticData = 0x32ed_6000,
        LoadAddress = 0x32e7_3000,
        Strings = 0x32ec_0000,
        Heap = 0x32ee_6000,
        HeapSize = 0x1_0000,
        TeeRam = new AddressRange(0x0530_0000, 0x0020_0000),
        TaRam = new AddressRange(0x0550_0000, 0x0180_0000),
        NsecShm = new AddressRange(0x0510_0000, 0x0020_0000),
        Vdec = new AddressRange(0x5a00_0000, 0x0080_0000),
        KernelEntryPa = 0x0530_4000,
        KernelEntrySize = 0x2000,
    };

    // Where the context variable has 64-bit fields it is aligned like them.
    private static BootLayout BootAligned => Boot32 with { MallocContext = 0x32ed_5680 };
}

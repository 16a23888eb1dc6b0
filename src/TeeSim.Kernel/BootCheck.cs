using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu;

namespace TeeSim.Kernel;

/// <summary>Refuses a memory map that contradicts itself, before anything is booted from it.</summary>
internal static class BootCheck
{
    private const ulong SmallestHeap = 1024;
    private const ulong LargestHeap = 64 << 20;

    public static IReadOnlyList<string> Check(SecureWorldOptions options)
    {
        var problems = new List<string>();
        BootLayout boot = options.Profile.Boot;
        if (boot.HeapSize is < SmallestHeap or > LargestHeap)
            problems.Add($"the heap has {boot.HeapSize} bytes; between {SmallestHeap} and {LargestHeap} can be modelled");
        (string Name, AddressRange Range)[] ranges =
            [("the core's RAM", boot.TeeRam), ("the TA RAM", boot.TaRam), ("the shared memory", boot.NsecShm), ("the video memory", boot.Vdec)];
        for (int i = 0; i < ranges.Length; i++)
        {
            CheckRange(problems, options.Profile, ranges[i].Name, ranges[i].Range);
            for (int j = 0; j < i; j++)
            {
                if (ranges[i].Range.Overlaps(ranges[j].Range)) problems.Add($"{ranges[i].Name} overlaps {ranges[j].Name}");
            }
        }

        foreach (TaDefinition ta in options.Tas)
        {
            for (int i = 0; i < ta.FirstRegions.Count; i++)
            {
                if (CheckRegion(options.Profile, ta, i) is { } problem) problems.Add($"region {i} of TA '{ta.Name}' {problem}");
            }
        }

        return problems;
    }

    /// <summary>What is wrong with one of a TA's first regions, or null.</summary>
    public static string? CheckRegion(TargetProfile profile, TaDefinition ta, int index)
    {
        TaRegion region = ta.FirstRegions[index];
        var va = new AddressRange(region.Va, region.Size);
        var userVa = new AddressRange(profile.Vm.UserVaBase, profile.Vm.UserVaSize);
        if (region.Size == 0) return "is empty; a region has at least one page";
        if (!Align.Is(region.Va | region.Pa | region.Size, Pages.SmallPageSize)) return $"has a va, pa or size that is no multiple of 0x{Pages.SmallPageSize:x}";
        if (!userVa.Contains(region.Va, region.Size)) return $"lies outside of the TA's addresses 0x{userVa.Start:x} to 0x{userVa.Start + userVa.Size - 1:x}";
        if (new AddressRange(userVa.Start, profile.Boot.KernelEntrySize).Overlaps(va)) return "overlaps the kernel's entry code, which every TA has as its region 0";
        if (RamOf(profile.Boot, region) is null) return $"has the physical address 0x{region.Pa:x}, which is in neither the TA RAM, the core's RAM nor the shared memory";
        for (int i = 0; i < index; i++)
        {
            if (new AddressRange(ta.FirstRegions[i].Va, ta.FirstRegions[i].Size).Overlaps(va)) return $"overlaps its region {i}";
        }

        return null;
    }

    /// <summary>The RAM that one of a TA's first regions lies in, or null.</summary>
    public static AddressRange? RamOf(BootLayout boot, TaRegion region)
    {
        foreach (AddressRange ram in (AddressRange[])[boot.TaRam, boot.TeeRam, boot.NsecShm])
        {
            if (ram.Contains(region.Pa, region.Size)) return ram;
        }

        return null;
    }

    private static void CheckRange(List<string> problems, TargetProfile profile, string name, AddressRange range)
    {
        ulong last = profile.PhysicalAddressBits == 64 ? ulong.MaxValue : uint.MaxValue;
        if (range.Size == 0) problems.Add($"{name} is empty");
        else if (!Align.Is(range.Start | range.Size, Pages.SmallPageSize)) problems.Add($"{name} starts or ends inside a page of 0x{Pages.SmallPageSize:x} bytes");
        else if (range.Start > last || range.Size - 1 > last - range.Start) problems.Add($"{name} goes beyond the last physical address 0x{last:x}");
    }
}

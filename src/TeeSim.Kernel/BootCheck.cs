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

    public static IReadOnlyList<SetupProblem> Check(SecureWorldOptions options)
    {
        var problems = new List<SetupProblem>();
        BootLayout boot = options.Profile.Boot;
        if (boot.HeapSize is < SmallestHeap or > LargestHeap)
        {
            problems.Add(new SetupProblem(SetupSubject.Heap,
                $"found a heap of {boot.HeapSize} {(boot.HeapSize == 1 ? "byte" : "bytes")}; "
                + $"it must have {SmallestHeap} to {LargestHeap}"));
        }
        (SetupSubject Subject, string Name, AddressRange Range)[] ranges =
        [
            (SetupSubject.Profile, "the core's RAM", boot.TeeRam),
            (SetupSubject.TaRam, "the TA RAM", boot.TaRam),
            (SetupSubject.Profile, "the shared memory", boot.NsecShm),
            (SetupSubject.Vdec, "the video memory", boot.Vdec),
        ];
        for (int i = 0; i < ranges.Length; i++)
        {
            if (CheckRange(options.Profile, ranges[i].Range) is { } wrong)
            {
                problems.Add(new SetupProblem(ranges[i].Subject, $"{ranges[i].Name} {wrong}"));
                continue;
            }

            for (int j = 0; j < i; j++)
            {
                if (CheckRange(options.Profile, ranges[j].Range) is null && ranges[i].Range.Overlaps(ranges[j].Range))
                    problems.Add(Overlap(ranges[i].Subject, ranges[i].Name, ranges[j].Subject, ranges[j].Name, ranges[j].Range));
            }
        }

        CheckVirtual(options.Profile, problems);
        foreach (TaDefinition ta in options.Tas)
        {
            if (ta.Image is { } image) TaImageCheck.Check(options.Profile, ta.Name, image, problems);
            for (int i = 0; i < ta.FirstRegions.Count; i++)
            {
                if (CheckRegion(options.Profile, ta, i) is { } wrong)
                    problems.Add(new SetupProblem(SetupSubject.TaRegion, $"the region {wrong}", ta.Name, i));
            }
        }

        return problems;
    }

    // Page pools of the core's virtual addresses. The pool's units are counted in 32 bits.
    private static void CheckVirtual(TargetProfile profile, List<SetupProblem> problems)
    {
        (SetupSubject Subject, string Name, AddressRange? Range)[] ranges =
        [
            (SetupSubject.ShmVaspace, "the room for shared memory", profile.Boot.ShmVaspace),
            (SetupSubject.Vcore, "the core's virtual address space", profile.Boot.Vcore),
        ];
        ulong last = profile.Abi == Abi.Lp64 ? ulong.MaxValue : uint.MaxValue;
        int before = problems.Count;
        foreach ((SetupSubject subject, string name, AddressRange? given) in ranges)
        {
            if (given is { } range && CheckRange(range, last, "virtual") is { } wrong)
                problems.Add(new SetupProblem(subject, $"{name} {wrong}"));
        }

        (SetupSubject shm, string room, AddressRange? first) = ranges[0];
        (SetupSubject vcore, string space, AddressRange? second) = ranges[1];
        if (problems.Count == before && first is { } a && second is { } b && a.Overlaps(b))
            problems.Add(Overlap(vcore, space, shm, room, a));
    }

    private static SetupProblem Overlap(SetupSubject subject, string name, SetupSubject other, string otherName, AddressRange otherRange) =>
        new(subject, $"{name} overlaps {otherName}, which lies from {FromTo(otherRange)}")
        {
            Other = other == SetupSubject.Profile ? null : other,
        };

    private static string? CheckRegion(TargetProfile profile, TaDefinition ta, int index)
    {
        TaRegion region = ta.FirstRegions[index];
        var va = new AddressRange(region.Va, region.Size);
        var userVa = new AddressRange(profile.Vm.UserVaBase, profile.Vm.UserVaSize);
        if (region.Size == 0) return "is empty; a region has at least one page";
        foreach ((string name, ulong value) in ((string, ulong)[])[("va", region.Va), ("pa", region.Pa), ("size", region.Size)])
        {
            if (!Align.Is(value, Pages.SmallPageSize))
                return $"has the {name} 0x{value:x}, which is no multiple of 0x{Pages.SmallPageSize:x}";
        }

        if (!userVa.Contains(region.Va, region.Size)) return $"lies outside of the TA's addresses, {FromTo(userVa)}";
        var kernelEntry = new AddressRange(userVa.Start, profile.Boot.KernelEntrySize);
        if (kernelEntry.Overlaps(va)) return "overlaps the kernel's entry code, which every TA has as its region 0";
        if ((kernelEntry with { Size = kernelEntry.Size + Pages.SmallPageSize }).Overlaps(va) && kernelEntry.Size != 0)
        {
            return "lies in the guard page behind the kernel's entry code; "
                + $"start it at 0x{kernelEntry.Start + kernelEntry.Size + Pages.SmallPageSize:x} or above";
        }
        if (region.RamOf(profile.Boot) is null)
            return $"has the physical address 0x{region.Pa:x}, which is in neither the TA RAM, the core's RAM nor the shared memory";
        for (int i = 0; i < index; i++)
        {
            if (new AddressRange(ta.FirstRegions[i].Va, ta.FirstRegions[i].Size).Overlaps(va))
                return $"overlaps the TA's region at va 0x{ta.FirstRegions[i].Va:x}";
        }

        return null;
    }

    private static string FromTo(AddressRange range) => $"0x{range.Start:x} to 0x{range.Start + (range.Size - 1):x}";

    private static string? CheckRange(TargetProfile profile, AddressRange range) =>
        CheckRange(range, profile.PhysicalAddressBits == 64 ? ulong.MaxValue : uint.MaxValue, "physical");

    private static string? CheckRange(AddressRange range, ulong last, string kind)
    {
        if (range.Size == 0) return "is empty; it needs at least one page";
        if (!Align.Is(range.Start | range.Size, Pages.SmallPageSize))
            return $"starts or ends inside a page of 0x{Pages.SmallPageSize:x} bytes";
        return range.Start > last || range.Size - 1 > last - range.Start ? $"goes beyond the last {kind} address 0x{last:x}" : null;
    }
}

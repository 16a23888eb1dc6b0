using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Mmu;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>Refuses a TA that contradicts itself or could never be loaded.</summary>
internal static class TaImageCheck
{
    // ASLR takes a random number below that.
    private const uint MostAslrPages = 128;

    public static void Check(TargetProfile profile, string name, TaImage image, List<SetupProblem> problems)
    {
        int before = problems.Count;
        if (image.Segments.Count == 0)
            problems.Add(new SetupProblem(SetupSubject.Ta, "the TA has no segment; it needs one at least", name));
        for (int i = 0; i < image.Segments.Count; i++)
        {
            if (CheckSegment(image, i) is { } wrong)
                problems.Add(new SetupProblem(SetupSubject.TaSegment, $"the segment {wrong}", name, i));
        }

        if (image.StackSize is 0 or > uint.MaxValue)
        {
            problems.Add(
                new SetupProblem(SetupSubject.TaStack, $"found a stack of {image.StackSize} bytes; it has 1 to {uint.MaxValue}", name));
        }
        else if (image.StackUsed > image.StackTop)
        {
            problems.Add(new SetupProblem(
                SetupSubject.TaStack,
                $"found {image.StackUsed} bytes of the stack in use; with the framework's part it has {image.StackTop}", name));
        }
        if (image.HeapSize > uint.MaxValue)
        {
            problems.Add(
                new SetupProblem(SetupSubject.TaHeap, $"found a heap of {image.HeapSize} bytes; it has at most {uint.MaxValue}", name));
        }
        else if (image.HeapSize != 0 && image.HeapSegment is null)
        {
            problems.Add(new SetupProblem(SetupSubject.TaHeap, "the heap is part of a writeable segment, and the TA has none", name));
        }
        if (image.AslrPages >= MostAslrPages)
        {
            problems.Add(
                new SetupProblem(SetupSubject.TaAslr, $"found {image.AslrPages} pages; a TA is moved by 0 to {MostAslrPages - 1}", name));
        }
        if (image.BinarySize is 0 or > uint.MaxValue)
        {
            problems.Add(
                new SetupProblem(SetupSubject.TaBinary, $"found a file of {image.BinarySize} bytes; it has 1 to {uint.MaxValue}", name));
        }
        if (problems.Count == before) CheckRoom(profile, name, image, problems);
    }

    private static string? CheckSegment(TaImage image, int index)
    {
        TaSegment segment = image.Segments[index];
        if (segment.Size is 0 or > uint.MaxValue) return $"has {segment.Size} bytes; it has 1 to {uint.MaxValue}";
        if (!Align.Is(segment.At, Pages.SmallPageSize))
            return $"starts at 0x{segment.At:x}, which is no multiple of 0x{Pages.SmallPageSize:x}";
        if (segment.At > uint.MaxValue) return $"starts at 0x{segment.At:x}, behind the last address 0x{uint.MaxValue:x}";
        if (segment.Rights.HasFlag(TaSegmentRights.Write | TaSegmentRights.Execute))
            return "can be written and executed; the loader refuses that";
        if (!segment.Rights.HasFlag(TaSegmentRights.Read)) return "can't be read; every segment can";
        if (index > 0 && segment.At < image.Segments[index - 1].At)
            return "starts below the one in front of it; write them in the order of their addresses";
        for (int i = 0; i < index; i++)
        {
            TaSegment other = image.Segments[i];
            if (new AddressRange(other.At, image.MemorySize(other)).Overlaps(new AddressRange(segment.At, image.MemorySize(segment))))
            {
                return $"overlaps the one at 0x{other.At:x}, which ends at 0x{other.At + image.MemorySize(other) - 1:x} "
                    + "with all that belongs to it";
            }
        }

        return null;
    }

    private static void CheckRoom(TargetProfile profile, string name, TaImage image, List<SetupProblem> problems)
    {
        ulong memory = image.Segments.Aggregate(Align.Up(image.StackTop, Pages.SmallPageSize), (sum, s) => sum + image.MemorySize(s));
        if (image.Span > profile.Vm.UserVaSize)
        {
            problems.Add(new SetupProblem(
                SetupSubject.Ta, $"the TA spans 0x{image.Span:x} bytes, more than the 0x{profile.Vm.UserVaSize:x} of its address space",
                name));
        }
        else if (memory > profile.Boot.TaRam.Size)
        {
            problems.Add(new SetupProblem(
                SetupSubject.Ta,
                $"the TA needs 0x{memory:x} bytes for its segments, heap and stack, more than the 0x{profile.Boot.TaRam.Size:x} of TA RAM",
                name));
        }
    }
}

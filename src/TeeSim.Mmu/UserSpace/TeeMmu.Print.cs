using System.Runtime.CompilerServices;
using TeeSim.Core.Logging;
using TeeSim.Core.Profiles;

namespace TeeSim.Mmu.UserSpace;

internal sealed partial class TeeMmu<TWord>
{
    public override IReadOnlyList<string> MappingLines(ulong context)
    {
        TargetProfile profile = _env.Profile;
        int vaDigits = 2 * TWord.Size;
        int paDigits = profile.PhysicalAddressBits / 4;
        var lines = new List<string>();
        foreach (RegionInfo r in Regions(context))
        {
            // A physical address that can't be told is printed as 0.
            _env.Mobjs.GetPa(r.Mobj, r.Offset, 0, out ulong pa);
            string index = profile.Log.PaddedRegionLines ? $" region {lines.Count,2}" : $"region {lines.Count}";
            string va = r.Va.ToString($"x{vaDigits}", null);
            lines.Add($"{index}: va 0x{va} pa 0x{pa.ToString($"x{paDigits}", null)} size 0x{r.Size:x6} flags {FlagLetters(r.Attr)}");
        }

        return lines;
    }

    public override void PrintMappings(ulong context)
    {
        if (!_env.Log.IsOn(TraceLevel.Error)) return;
        foreach (string line in MappingLines(context)) _env.Log.Write(TraceLevel.Error, null, line);
    }

    public override IReadOnlyList<string> Validate(ulong context)
    {
        var violations = new List<string>();
        ulong end = RangeBase;
        ulong expectedPrev = context;
        for (ulong address = List(context).First; address != 0; address = List(context).Next(address))
        {
            if (!_env.Memory.IsMapped(address, (ulong)Unsafe.SizeOf<VmRegion<TWord>>()))
                return [.. violations, $"region 0x{address:x} is not in memory"];
            RegionInfo r = Info(address);
            if (_env.Memory.Read<TWord>(address + (ulong)(VmRegion<TWord>.LinkOffset + TWord.Size)).Value != expectedPrev)
            {
                // A walk that goes on from here might never end: in a circle some region is reached from two others.
                return [.. violations, $"{Name(address, r)}: its backward link is not 0x{expectedPrev:x}"];
            }

            if (r.Va < end) violations.Add($"{Name(address, r)}: starts below 0x{end:x}, where the one before ends");
            if (!IsPageAligned(r.Va | r.Size)) violations.Add($"{Name(address, r)}: va or size 0x{r.Size:x} is no multiple of a page");
            if (!_env.Memory.IsMapped(r.Mobj, (ulong)Unsafe.SizeOf<MemoryObjects.Mobj<TWord>>()))
                violations.Add($"{Name(address, r)}: its object 0x{r.Mobj:x} is not in memory");
            else if (_env.Mobjs.Refc(r.Mobj) == 0) violations.Add($"{Name(address, r)}: its object 0x{r.Mobj:x} has no references");
            end = r.Va + r.Size;
            expectedPrev = address + (ulong)VmRegion<TWord>.LinkOffset;
        }

        if (end > RangeEnd) violations.Add($"the last region ends at 0x{end:x}, behind the range's end 0x{RangeEnd:x}");
        if (_env.Memory.Read<TWord>(context + (ulong)TWord.Size).Value != expectedPrev)
            violations.Add($"the list's last word is not 0x{expectedPrev:x}");
        return violations;
    }

    private static string Name(ulong address, RegionInfo r) => $"region 0x{address:x} at va 0x{r.Va:x}";

    private static string FlagLetters(Mattr attr)
    {
        ReadOnlySpan<Mattr> bits = [Mattr.Ur, Mattr.Uw, Mattr.Ux, Mattr.Pr, Mattr.Pw, Mattr.Px];
        Span<char> letters = stackalloc char[6];
        for (int i = 0; i < letters.Length; i++) letters[i] = (attr & bits[i]) != 0 ? "rwxRWX"[i] : '-';
        return letters.ToString();
    }
}

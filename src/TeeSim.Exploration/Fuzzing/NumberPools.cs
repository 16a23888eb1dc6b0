using System.Globalization;
using TeeSim.Core;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>
/// The few numbers that runs are made with: so few that calls of different processes meet at the same memory. Addresses and ranges lie in
/// the secure video memory, at its start and a megabyte behind.
/// </summary>
internal sealed class NumberPools(AddressRange vdec)
{
    private const ulong Page = 0x1000;
    private const ulong Megabyte = 1 << 20;

    private static readonly ulong[] Sizes = [Page, Page, 2 * Page, 1, 16 * Page];
    private static readonly ulong[] Codes = [1, 0, 1000, 0xdead];

    private readonly ulong[] _addresses = [vdec.Start, vdec.Start, vdec.Start + Page, vdec.Start + Megabyte, 0];
    private readonly AddressRange[] _ranges =
    [
        new(vdec.Start, Math.Min(Megabyte, vdec.Size)),
        new(vdec.Start, Page),
        new(vdec.Start + Page, Page),
        new(vdec.Start + Megabyte, Megabyte),
    ];

    /// <summary>A number that a parameter can be.</summary>
    public NumberValue Number(Parameter parameter, FuzzRandom random)
    {
        ulong[] pool = parameter.Use switch
        {
            NumberUse.Address => _addresses,
            NumberUse.Size => Sizes,
            _ => Codes,
        };
        return new NumberValue(Written(Math.Clamp(random.Of(pool), parameter.Smallest, parameter.Largest)));
    }

    /// <summary>A range in the video memory.</summary>
    public RangeValue Range(FuzzRandom random)
    {
        AddressRange range = random.Of(_ranges);
        return new RangeValue(Written(range.Start), Written(range.Size));
    }

    private static Number Written(ulong number)
    {
        string text = number switch
        {
            < Page => number.ToString(CultureInfo.InvariantCulture),
            Megabyte => "1M",
            _ => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}"),
        };
        return new Number(number, text, default);
    }
}

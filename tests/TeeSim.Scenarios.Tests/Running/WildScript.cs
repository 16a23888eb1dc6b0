using FsCheck;
using FsCheck.Fluent;
using TeeSim.Scenarios.Running;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>A shipped script in which lines are taken out, doubled, swapped, changed or put in, on a heap that may be tiny.</summary>
public sealed record WildScript(string Text)
{
    private static readonly string[] Shipped =
        [.. ((string[])["livetv-close-before-unmap.tee", "livetv-close-after-unmap.tee"]).Select(name => File.ReadAllText(Repository.Scenario(name)))];

    private static readonly Gen<string> Process = Gen.Elements("input", "player", "third");

    private static readonly Gen<string> Session = Gen.Elements("t", "s", "s2");

    private static readonly Gen<string> Channel = Gen.Elements("ch", "ch", "ch2");

    private static readonly Gen<string> Ta = Gen.Elements("drm", "tvp");

    private static readonly Gen<string> Pa = Gen.Elements("0", "0x5a300000", "0x5a399000", "0x5a39a000", "0x5a399800", "0x5a7ff000", "0xfffff000", "0xffffffffffffffff");

    private static readonly Gen<string> Size = Gen.Elements("0", "1", "0x1000", "0x2000", "1M", "8M", "0xfffff000", "0xffffffffffffffff");

    private static readonly Gen<string> Result = Gen.Elements("", " -> any", " -> any", " -> ITEM_NOT_FOUND", " -> OUT_OF_MEMORY");

    private static readonly Gen<string> Call = Gen.OneOf(
        Ta.Select(ta => $"s2 = open_session({ta})"),
        Session.Select(session => $"close_session({session})"),
        from session in Session
        from pa in Pa
        from size in Size
        from ta in Ta
        from name in Channel
        select $"{name} = open_channel({session}, input: {pa} + {size}, output: {pa} + {size}, bind: {ta}, cfg: 1)",
        Gen.Zip(Channel, Ta).Select(pair => $"bind_channel({pair.Item1}, {pair.Item2})"),
        Gen.Zip(Session, Gen.Zip(Pa, Size)).Select(words => $"va = map({words.Item1}, {words.Item2.Item1}, {words.Item2.Item2})"),
        Gen.Zip(Session, Gen.Zip(Pa, Size)).Select(words => $"unmap({words.Item1}, {words.Item2.Item1}, {words.Item2.Item2})"),
        Channel.Select(channel => $"close_channel({channel})"),
        Ta.Select(ta => $"print_mappings({ta})"),
        Gen.Elements("mdbg_check()", "mdbg_check(0)", "sleep(24h)", "sleep(1ms)"));

    private static readonly Gen<string> Line = Gen.OneOf(
        from process in Process
        from call in Call
        from result in Result
        select $"{process} {call}{result}",
        from process in Process
        from call in Call
        select $"{process} {call} -> any",
        Gen.Elements("repeat 3 {", "repeat until print_oom max 40 {", "}", "expect leaked == 0", "expect regions(drm) > 2", "expect bytes(mobj.c:168) < 5", "threads 1",
            "threads 256", "maps_per_channel 0", "maps_per_channel 7", "vdec 0x5a000000 + 4K", "target optee-3.10-arm32"));

    private static readonly Gen<string> Word = Gen.Elements("0", "7", "0x1000", "18446744073709551615", "s", "t", "ch", "drm", "tvp", "{", "->", "any", "\u001b", "");

    private static readonly Gen<Func<string[], string[]>> Damage =
        from at in Gen.Choose(0, 1000)
        from other in Gen.Choose(0, 1000)
        from line in Line
        from word in Word
        from damage in Gen.Elements<Func<string[], string[]>>(
            lines => [.. lines[..(at % lines.Length)], .. lines[(at % lines.Length + 1)..]],
            lines => [.. lines[..(at % lines.Length)], lines[at % lines.Length], .. lines[(at % lines.Length)..]],
            lines => Swapped(lines, at % lines.Length, other % lines.Length),
            lines => [.. lines[..(at % lines.Length)], line, .. lines[(at % lines.Length)..]],
            lines => [.. lines[..(at % lines.Length)], line, .. lines[(at % lines.Length)..]],
            lines => WithWord(lines, at % lines.Length, other, word))
        select damage;

    public static Arbitrary<WildScript> WildScripts() => (
        from script in Gen.Elements(Shipped)
        from heap in Gen.Elements("1K", "1500", "2K", "3K", "4K", "16K")
        from count in Gen.Choose(1, 20)
        from damages in Damage.ListOf(count)
        from last in Gen.Frequency((3, Gen.Constant<Func<string[], string[]>>(lines => lines)), (1, Damage))
        let lines = damages.Aggregate(script.Replace("128K", heap, StringComparison.Ordinal).Split('\n'), UnlessRefused)
        select new WildScript(string.Join('\n', last(lines))))
        .ToArbitrary();

    // Most damage makes a script wrong, and a wrong one says nothing about running it.
    private static string[] UnlessRefused(string[] lines, Func<string[], string[]> damage)
    {
        string[] damaged = damage(lines);
        return Scenario.Parse("x.tee", string.Join('\n', damaged), out _) is null ? lines : damaged;
    }

    public override string ToString() => Text;

    private static string[] Swapped(string[] lines, int a, int b)
    {
        string[] swapped = [.. lines];
        (swapped[a], swapped[b]) = (lines[b], lines[a]);
        return swapped;
    }

    private static string[] WithWord(string[] lines, int at, int number, string word)
    {
        string[] words = lines[at].Split(' ');
        words[number % words.Length] = word;
        return [.. lines[..at], string.Join(' ', words), .. lines[(at + 1)..]];
    }
}

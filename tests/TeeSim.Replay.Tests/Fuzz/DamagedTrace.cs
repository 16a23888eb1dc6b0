using FsCheck;
using FsCheck.Fluent;
using TeeSim.TestSupport;

namespace TeeSim.Replay.Tests.Fuzz;

/// <summary>A recorded trace in which words and lines are cut out, doubled, replaced or put in.</summary>
public sealed record DamagedTrace(string Text)
{
    private static readonly string[] Recordings =
    [
        Recording("heap", "310-ilp32-mdbg-first-corrupt-0.trace"),
        Recording("heap", "310-ilp32-plain-first-corrupt-2.trace"),
        Recording("heap", "310-lp64-mdbg-first-corrupt-4.trace"),
        Recording("heap", "410-lp64-mdbg-first-corrupt-0.trace"),
        Recording("vm", "410-lp64-first-rbugend.trace"),
        Recording("vm", "v7-first-rpanic.trace"),
        Recording("vm", "v7-first-pgt-panic.trace"),
    ];

    private static readonly string[] Words =
    [
        "malloc", "check", "crc", "freelist", "map", "ctx", "@pool", "@end", "@ctx", "=", "->", "panic", "null", "-", "0", "1", "-1", "0x",
        "0xffffffff", "0x100000000", "18446744073709551615", "99999999999999999999", "lp64", "optee-3.10-lp64", "optee-4.10-ilp32", "best",
        "on", "#", "\n", "\t", "\0", "\u001b", "é",
    ];

    public static Arbitrary<DamagedTrace> DamagedTraces() => (
        from recording in Gen.Elements(Recordings)
        from damages in Gen.Choose(1, 4).SelectMany(count => Damage.ListOf(count))
        select new DamagedTrace(damages.Aggregate(recording, (text, damage) => damage(text))))
        .ToArbitrary();

    private static Gen<Func<string, string>> Damage => Gen.OneOf(
        from at in Gen.Choose(0, int.MaxValue)
        from length in Gen.Choose(0, 8)
        from word in Gen.Elements(Words)
        select (Func<string, string>)(text => ReplacePart(text, at, length, word)),
        from at in Gen.Choose(0, int.MaxValue)
        from word in Gen.Elements(Words)
        select (Func<string, string>)(text => ChangeParts(text, ' ', at, _ => [word])),
        from at in Gen.Choose(0, int.MaxValue)
        from times in Gen.Elements(0, 2)
        select (Func<string, string>)(text => ChangeParts(text, '\n', at, line => Enumerable.Repeat(line, times))),
        from at in Gen.Choose(0, int.MaxValue)
        from operation in Gen.OneOf(WildOperations.Heap, WildOperations.Vm)
        select (Func<string, string>)(text => ChangeParts(text, '\n', at, line => [line, operation])),
        from at in Gen.Choose(0, int.MaxValue)
        select (Func<string, string>)(text => text[..(at % (text.Length + 1))]));

    private static string ReplacePart(string text, int at, int length, string word)
    {
        at %= text.Length + 1;
        return text.Remove(at, Math.Min(length, text.Length - at)).Insert(at, word);
    }

    private static string ChangeParts(string text, char separator, int at, Func<string, IEnumerable<string>> change)
    {
        string[] parts = text.Split(separator);
        at %= parts.Length;
        return string.Join(separator, [.. parts[..at], .. change(parts[at]), .. parts[(at + 1)..]]);
    }

    private static string Recording(string folder, string name) => File.ReadAllText(Repository.Trace(folder, name));

    public override string ToString() => Text;
}

using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using TeeSim.Core.Profiles;
using TeeSim.Scenarios.Setup;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>A shipped script in which lines are taken out, doubled, swapped, changed or put in, on a heap that may be tiny.</summary>
public sealed partial record WildScript(string Text)
{
    /// <summary>Has a value for each of the names that the calls use.</summary>
    private const string Busy = """
        target amlogic-3.9-arm32
        heap 128K
        ta_ram 0x05500000 + 1M
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session secure_data_path {
            segment at 0 size 0x4000 flags r-x
            segment at 0x4000 size 0x1000 flags rw-
            heap 4K
            stack 2K used 0x100
            aslr 3
            binary 0x6000
        }
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session instance_keep_alive
        ta stats d96a5b40-e2c7-b1af-8794-1002a5d5c61b
        player b = register_shm(8K) -> any
        player s = open_session(drm) -> any {
            input t = open_session(tvp) -> any
        }
        player s2 = open_session(stats) -> any
        player ts = ta_open_session(s, tvp) -> any
        player z = map_zi(s, 8K) -> any
        input ch = open_channel(s, 0x5a300000 + 1M) -> any
        player invoke(s2, shm: b) -> any
        player ta_close_session(ts) -> any
        player close_session(s) -> any
        player die() -> any
        expect leaked >= 0
        """;

    private static readonly string[] Shipped =
    [
        Busy,
        .. ((string[])["livetv-close-before-unmap.tee", "livetv-close-after-unmap.tee"])
            .Select(name => File.ReadAllText(Repository.Scenario(name))),
        .. Repository.Scenarios("error-paths").Select(File.ReadAllText),
    ];

    private static readonly string[] Targets = [.. TargetProfiles.All.Select(profile => profile.Name)];

    private static readonly Gen<string> Process = Gen.Elements("input", "player", "third", "app", "other");

    private static readonly Gen<string> Session = Gen.Elements("t", "s", "s", "s2");

    private static readonly Gen<string> Channel = Gen.Elements("ch", "ch", "ch2");

    private static readonly Gen<string> Ta = Gen.Elements("drm", "drm", "tvp", "stats");

    private static readonly Gen<string> Pa =
        Gen.Elements("0", "0x5a300000", "0x5a399000", "0x5a39a000", "0x5a399800", "0x5a7ff000", "0xfffff000", "0xffffffffffffffff");

    private static readonly Gen<string> Size = Gen.Elements("0", "1", "0x1000", "0x2000", "1M", "8M", "0xfffff000", "0xffffffffffffffff");

    private static readonly Gen<string> Result =
        Gen.Elements("", " -> any", " -> any", " -> ITEM_NOT_FOUND", " -> OUT_OF_MEMORY", " -> hangs", " -> core_panic");

    private static readonly Gen<string> Reply =
        Gen.Elements("", "", ", returns: BUSY", ", returns: OUT_OF_MEMORY", ", panics: 0xdead", ", returns: TARGET_DEAD, panics: 0");

    private static readonly Gen<string> Buffers = Gen.Elements("", ", shm: b", ", shm: b, shm: b, temp: 8K", ", temp: 0", ", temp: 64M",
        ", temp: 1, sdp: 0x5a300000 + 1M",
        ", sdp: 0x5a300000 + 16K, sdp: 0x5a301000 + 4K", ", sdp: 0x5a300800 + 0x900, sdp: 0x5a301000 + 1", ", sdp: 0 + 0",
        ", temp: 1, temp: 1, shm: b, shm: b, sdp: 0x5a300000 + 1M", ", sdp: 0xfffff000 + 0xffffffffffffffff");

    private static readonly Gen<string> User = Gen.Elements("", "", ", user: 0", ", user: 1000");

    private static readonly Gen<string> LoadedCall = Gen.OneOf(
        from ta in Ta
        from buffers in Buffers
        from user in User
        from reply in Reply
        select $"s = open_session({ta}{buffers.Replace(", temp: 8K", "", StringComparison.Ordinal)}{user}{reply})",
        from session in Session
        from buffers in Buffers
        from user in User
        from reply in Reply
        select $"invoke({session}{buffers}{user}{reply})",
        Gen.Zip(Session, User).Select(pair => $"close_session({pair.Item1}{pair.Item2}, panics: 7)"),
        Gen.Zip(Session, Gen.Zip(Ta, Reply))
            .Select(words => $"ts = ta_open_session({words.Item1}, {words.Item2.Item1}{words.Item2.Item2})"),
        Gen.Zip(Session, Size).Select(pair => $"z = map_zi({pair.Item1}, {pair.Item2})"),
        Gen.Zip(Session, Gen.Zip(Size, Pa)).Select(words => $"remap({words.Item1}, z, {words.Item2.Item1}, to: {words.Item2.Item2})"),
        Gen.Zip(Session, Gen.Elements("0x100000", "0x103000", "0x1f00000", "0x1ffffff"))
            .Select(pair => $"remap({pair.Item1}, z, 0x1000, to: {pair.Item2})"),
        Gen.Zip(Session, Size).Select(pair => $"unmap_zi({pair.Item1}, z, {pair.Item2})"),
        Gen.Elements("0", "1", "4K", "16K", "64M").Select(size => $"b = register_shm({size})"),
        Gen.Elements(
            "ta_close_session(ts)", "release_shm(b)", "die()", "ta_status(drm)", "ta_status(tvp)", "alloc_stats()",
            "alloc_stats(5, reset: 1)"));

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
        Process.Select(process => $"wait({process})"),
        Gen.Elements("mdbg_check()", "mdbg_check(0)", "sleep(24h)", "sleep(1ms)"));

    private static readonly Gen<string> Fault = Gen.Frequency(
        (5, Gen.Constant("")),
        (1, Gen.Elements(
            "panics: 0xdead", "fail_alloc: 1", "fail_alloc: 3", "fail_alloc: 20", "fail_alloc: 1000", "panics: 1, fail_alloc: 2")));

    private static readonly Gen<string> AnyCall = Gen.OneOf(Call, LoadedCall).Zip(Fault, WithLabel);

    private static readonly Gen<string> Line = Gen.OneOf(
        from process in Process
        from call in AnyCall
        from result in Result
        select $"{process} {call}{result}",
        from process in Process
        from call in AnyCall
        select $"{process} {call} -> any",
        Gen.Zip(Process, Ta).Select(pair => $"{pair.Item1} s = open_session({pair.Item2}) {{"),
        Gen.Elements("repeat 3 {", "repeat until print_oom max 40 {", "repeat until out_of_memory max 40 {", "expect ta_ram_used == 0",
            "expect shm_used < 9", "expect contexts(drm) == 1",
            "segment at 0 size 4K flags r-x", "segment at 0x8000 size 1M flags rw-", "stack 1", "aslr 127", "heap 1",
            "ta_ram 0x05500000 + 200K", "shm_vaspace 0x30000000 + 8K",
            "vcore 0x33000000 + 4K", "}", "expect leaked == 0", "expect sometimes leaked > 0", "expect regions(drm) > 2",
            "expect bytes(mobj.c:168) < 5", "threads 1",
            "threads 256", "maps_per_channel 0", "maps_per_channel 7", "vdec 0x5a000000 + 4K", "target optee-3.10-arm32"));

    private static readonly Gen<string> Word =
        Gen.Elements("0", "7", "0x1000", "18446744073709551615", "s", "t", "ch", "drm", "tvp", "{", "->", "any", "\u001b", "");

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
        from target in Gen.Frequency((1, Gen.Constant(Targets[0])), (3, Gen.Elements(Targets)))
        from heap in Gen.Elements("1K", "1500", "2K", "3K", "4K", "16K", "64K")
        from count in Gen.Choose(1, 20)
        from damages in Damage.ListOf(count)
        from last in Gen.Frequency((3, Gen.Constant<Func<string[], string[]>>(lines => lines)), (1, Damage))
        let small = script.Replace("128K", heap, StringComparison.Ordinal).ReplaceLineEndings("\n")
        let lines = damages.Aggregate(OnTarget(small, target).Split('\n'), UnlessRefused)
        select new WildScript(string.Join('\n', last(lines))))
        .ToArbitrary();

    // Its numbers may not fit into another target; then it stays where it is.
    private static string OnTarget(string script, string target)
    {
        string moved = TargetLine().Replace(script, $"target {target}");
        return Scenario.Parse("x.tee", moved, out _) is null ? script : moved;
    }

    [GeneratedRegex("(?m)^target .*$")]
    private static partial Regex TargetLine();

    // Most damage makes a script wrong, and a wrong one says nothing about running it.
    private static string[] UnlessRefused(string[] lines, Func<string[], string[]> damage)
    {
        string[] damaged = damage(lines);
        return Scenario.Parse("x.tee", string.Join('\n', damaged), out _) is null ? lines : damaged;
    }

    public override string ToString() => Text;

    private static string WithLabel(string call, string label) =>
        label.Length == 0 ? call : call.Replace("()", "(none)", StringComparison.Ordinal)
            .Replace(")", $", {label})", StringComparison.Ordinal).Replace("none, ", "", StringComparison.Ordinal);

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

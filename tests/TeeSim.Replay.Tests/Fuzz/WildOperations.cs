using FsCheck;
using FsCheck.Fluent;

namespace TeeSim.Replay.Tests.Fuzz;

/// <summary>Operations with words that are often where something begins or ends.</summary>
internal static class WildOperations
{
    private static readonly Gen<string> Slot = Gen.Elements("0", "1", "2", "3");

    private static readonly Gen<string> Handle = Gen.Elements("0", "1", "2", "-");

    private static readonly Gen<string> Size =
        Gen.Elements("0", "1", "16", "33", "100", "1000", "4096", "8192", "65536", "0x10000", "0x7fffffff", "0x80000000", "0xffffffff");

    private static readonly Gen<string> Va =
        Gen.Elements(
            "0", "0x100000", "0x101000", "0x102000", "0x103000", "0x1fff000", "0x100800", "0x7ffff000", "0xfffff000", "0xffffffff");

    private static readonly Gen<string> Length =
        Gen.Elements("0", "1", "0x1000", "0x2000", "0x10000", "0x1f00000", "0xfffff000", "0xffffffff");

    private static readonly Gen<string> Pa =
        Gen.Elements("0", "0x5600000", "0x5601000", "0x5600800", "0x6dff000", "0xfffff000", "0xffffffffff000");

    /// <summary>Heads of lists, ends of pools, the first blocks and regions, nowhere.</summary>
    private static readonly Gen<string> Place = Gen.Elements(
        "0x32ed5f40", "0x32ee5000", "0x32ee6fe8", "0x32ee6fb8", "0x32ef4fa8", "0x32ef4f70", "0x32ef4f38", "0x31000000", "0x1000", "0x4",
        "0xfffffffc");

    private static readonly Gen<string> Offset = Gen.Choose(-48, 48).Select(offset => $"{offset}");

    private static readonly Gen<string> Byte = Gen.Elements("0", "1", "8", "0x4f", "0x70", "0x7f", "0x80", "0xff");

    public static Gen<string> Heap { get; } = Gen.OneOf(
        Line("malloc", Slot, Size, Gen.Constant("0 1")),
        Line("calloc", Slot, Size, Size, Gen.Constant("0 2")),
        Line("realloc", Slot, Size, Gen.Constant("0 3")),
        Line("free", Slot),
        Line("free_wipe", Slot),
        Line("write", Slot, Size),
        Line("alias", Slot, Place),
        Line("poke", Slot, Offset, Byte),
        Line("poke", Slot, Offset, Byte),
        Line("addpool", Gen.Elements("0x1000", "0x40000004", "0x32ee0000", "0xfffff000"), Size),
        Gen.Elements("check", "check", "stats", "freelist", "crc", "reset_stats"));

    public static Gen<string> Vm { get; } = Gen.OneOf(
        Line("mobj", Handle, Pa, Length, Gen.Constant("1"), Gen.Elements("5", "6", "1")),
        Line(
            "map", Gen.Constant("0"), Handle, Va, Length, Gen.Elements("0x90", "0x190", "0x400"), Gen.Elements("0", "2", "0xffffffff"),
            Length, Length, Length),
        Line("map 0 0", Va, Gen.Constant("0x1000 0x90 0 0 0 0")),
        Line("unmap 0", Va, Length),
        Line("prot 0", Va, Length, Gen.Elements("0x90", "0x10", "0x1")),
        Line("remap 0", Va, Length, Va, Length, Length),
        Line("flags 0", Va, Length),
        Line("access 0", Gen.Elements("1", "2", "5", "0x30000000"), Va, Length),
        Line("va2pa 0", Va),
        Line("pa2va 0", Pa),
        Line("inside 0", Va, Length),
        Line("intersect 0", Va, Length),
        Line("addrw 0", Handle),
        Line("remrw 0", Handle, Va),
        Line("kcode", Handle, Length, Length),
        Line("pgt", Gen.Elements("0", "1", "64")),
        Line("get", Handle),
        Line("put", Handle),
        Gen.Elements("ctx 0", "ctxfree 0", "table 0", "clean 0"));

    public static Gen<string> Mm { get; } = Gen.OneOf(
        Line(
            "mminit 0", Gen.Elements("0", "0x5600001", "0x10000000", "0xfffff000"),
            Gen.Elements("0", "0x5610fff", "0x30000000", "0xffffffff"), Gen.Elements("0", "7", "12", "31"), Gen.Elements("0", "1")),
        Line("mmalloc 0", Slot, Length),
        Line("mmallocf 0", Slot, Length, Gen.Elements("0", "1", "2", "4", "21")),
        Line("mmalloc2 0", Slot, Gen.Elements("0x5600000", "0x5601000", "0x5608000", "0xfffff000"), Length),
        Line("mmfree", Slot),
        Line("mmfind 0", Gen.Elements("0", "0x5601000", "0x5610000", "0xffffffff")),
        Line("mmwithin 0", Gen.Elements("0", "0x5601000", "0x5610000", "0xffffffff")),
        Line("mmstats 0", Gen.Elements("0", "1")),
        Gen.Elements("mmfinal 0", "mmempty 0", "mmlist 0"));

    /// <summary>What the heap has from 3.12 on.</summary>
    public static Gen<string> Heap410 { get; } = Gen.Frequency(
        (5, Heap),
        (1, Line(
            "memalign", Slot, Gen.Elements("0", "1", "3", "8", "64", "256", "4096", "0x40000000", "0x80000000"), Size,
            Gen.Constant("0 4"))));

    /// <summary>What address spaces have in 4.10, and what they have there in another form.</summary>
    public static Gen<string> Vm410 { get; } = Gen.OneOf(
        Gen.OneOf(
            Line("mobj", Handle, Pa, Length, Gen.Constant("1"), Gen.Elements("1", "5")),
            Line("mobjinit", Handle, Pa, Length, Gen.Constant("1"), Gen.Elements("1", "4", "5", "7")),
            Line("shm", Handle, Gen.Elements("0x6600000", "0x6600080", "0x6601000"), Length, Gen.Constant("9")),
            Line(
                "map 0", Handle, Va, Length, Gen.Elements("0x90", "0x8190", "0x400"), Gen.Elements("0", "2", "8"), Length, Length, Length,
                Length),
            Line("map 0 0", Va, Gen.Constant("0x1000 0x90 0 0 0 0 0"))),
        Gen.OneOf(
            Line("unmap 0", Va, Length),
            Line("prot 0", Va, Length, Gen.Elements("0x90", "0x8010", "0x1")),
            Line("remap 0", Va, Length, Va, Length, Length),
            Line("remap 0", Va, Gen.Constant("0x1000"), Va, Gen.Constant("0 0"))),
        Gen.OneOf(
            Line("getprot 0", Va, Length),
            Line("getmobj 0", Va, Length),
            Line("tomobj 0", Va, Length),
            Line("va2pa 0", Va),
            Line("pa2va 0", Pa, Length),
            Line("access 0", Gen.Elements("1", "2", "5", "0x30000000"), Va, Length),
            Line("inside 0", Va, Length),
            Line("intersect 0", Va, Length)),
        Gen.OneOf(
            Line("pgt", Gen.Elements("0", "1", "64")),
            Line("get", Handle),
            Line("put", Handle),
            Gen.Elements("ctx 0", "ctxfree 0", "table 0", "clean 0", "fixhead 0")));

    private static Gen<string> Line(string operation, params Gen<string>[] words) =>
        words.Aggregate(Gen.Constant(operation), (line, word) => Gen.Zip(line, word).Select(pair => $"{pair.Item1} {pair.Item2}"));
}

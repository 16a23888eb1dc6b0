using FsCheck;
using FsCheck.Fluent;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Tests.Syntax;

/// <summary>Scripts of every shape that the syntax allows, whether or not their names mean anything.</summary>
public static class ScriptGenerator
{
    private static readonly SourcePosition Nowhere = SourcePosition.OfFile("x.tee");

    private static Gen<Name> Name { get; } =
        Gen.Elements("s", "ch", "va", "player", "tv_input", "drm", "_", "X9", "heap", "until", "a_name_that_is_longer_than_a_column")
            .Select(text => new Name(text, Nowhere));

    /// <summary>A call starts with a name that starts no other line.</summary>
    private static Gen<Name> Process { get; } = Gen.Elements("player", "input", "qa", "p1").Select(text => new Name(text, Nowhere));

    private static Gen<Name> Word { get; } =
        Gen.Elements("shipped", "close-unmaps", "optee-4.10-arm64", "310", "a--b").Select(text => new Name(text, Nowhere));

    private static Gen<Number> Number { get; } =
        Gen.Elements("0", "1", "4096", "0x5a000000", "128K", "8M", "2G", "1_000", "0xFFff_ffff", "18446744073709551615")
            .Select(text => new Number(0, text, Nowhere));

    private static Gen<RangeValue> Range { get; } = Number.Zip(Number, (start, size) => new RangeValue(start, size));

    private static Gen<Value> Value { get; } = Gen.OneOf(
        Number.Select(number => (Value)new NumberValue(number)),
        Range.Select(range => (Value)range),
        Name.Select(name => (Value)new NameValue(name)),
        Gen.Elements("4s", "250ms", "10m", "24h").Select(text => (Value)new DurationValue(TimeSpan.Zero, text, Nowhere)),
        Gen.Elements("mobj.c", "core/arch/arm/mm/tee-mmu.c").Select(file => (Value)new SiteValue(new SiteReference(file, 168, Nowhere))));

    private static Gen<string?> Comment { get; } = Gen.Elements<string?>(null, null, null, "", " why", "! 0x1 { } -> #", "\tä 😀");

    private static Gen<Statement> Setting { get; } = Gen.OneOf(
        Word.Select(word => (Statement)new SettingStatement(Nowhere, SettingForm.Target.Keyword, new NameValue(word))),
        Word.Select(word => (Statement)new SettingStatement(Nowhere, SettingForm.Driver.Keyword, new NameValue(word))),
        Number.Select(number => (Statement)new SettingStatement(Nowhere, SettingForm.Heap.Keyword, new NumberValue(number))),
        Number.Select(number => (Statement)new SettingStatement(Nowhere, SettingForm.Threads.Keyword, new NumberValue(number))),
        Number.Select(number => (Statement)new SettingStatement(Nowhere, "maps_per_channel", new NumberValue(number))),
        Range.Select(range => (Statement)new SettingStatement(Nowhere, SettingForm.Vdec.Keyword, range)),
        Range.Select(range => (Statement)new SettingStatement(Nowhere, SettingForm.TaRam.Keyword, range)),
        Range.Select(range => (Statement)new SettingStatement(Nowhere, SettingForm.ShmVaspace.Keyword, range)),
        Range.Select(range => (Statement)new SettingStatement(Nowhere, SettingForm.Vcore.Keyword, range)));

    private static Gen<Statement> Note { get; } =
        Gen.Elements("", " A note.", "#####", "  indented").Select(text => (Statement)new CommentStatement(Nowhere, text));

    private static Gen<Statement> Region { get; } =
        from numbers in Number.ArrayOf(3)
        from flags in Gen.Elements("rwxRWX", "------", "rw-RW-", "--x---")
        select (Statement)new RegionDeclaration(Nowhere, numbers[0], numbers[1], numbers[2], new RegionFlags(flags, Nowhere));

    private static Gen<Statement> Segment { get; } =
        from numbers in Number.ArrayOf(2)
        from flags in Gen.Elements("r-x", "rw-", "---", "rwx")
        select (Statement)new SegmentDeclaration(Nowhere, numbers[0], numbers[1], new Name(flags, Nowhere));

    private static Gen<Statement> Loaded { get; } = Gen.OneOf(
        Segment,
        Number.Zip(Optional(Number), (size, used) => (Statement)new StackDeclaration(Nowhere, size, used)),
        Number.Select(size => (Statement)new SettingStatement(Nowhere, SettingForm.Heap.Keyword, new NumberValue(size))),
        Number.Select(pages => (Statement)new AslrDeclaration(Nowhere, pages)),
        Number.Select(size => (Statement)new BinaryDeclaration(Nowhere, size)));

    private static Gen<Statement> Ta { get; } =
        from name in Name
        from uuid in Gen.Elements(Guid.Empty, new Guid("acbe4b66-6e40-46dc-a2fe-a576922cf170"))
        from flags in Some(Name)
        from body in Some(Line(Gen.OneOf(Region, Loaded, Note)))
        from closing in Comment
        select (Statement)new TaStatement(Nowhere, name, uuid, flags, body) { ClosingComment = closing };

    private static Gen<Statement> Call { get; } =
        from process in Process
        from result in Optional(Name)
        from call in Name
        from arguments in Some(Optional(Name).Zip(Value, (label, value) => new Argument(label, value)))
        from expected in Optional(Name)
        select (Statement)new CallStatement(Nowhere, process, result, call, arguments, expected);

    private static Gen<SiteReference> Site { get; } = Gen.Elements("mobj.c", "core/arch/arm/mm/tee-mmu.c")
        .Zip(Gen.Choose(1, 9999), (file, line) => new SiteReference(file, line, Nowhere));

    private static Gen<Statement> Expectation { get; } =
        from name in Name
        from metric in Gen.OneOf(
            Gen.Constant(new Metric(name, null, null)),
            Name.Select(ta => new Metric(name, ta, null)),
            Site.Select(site => new Metric(name, null, site)))
        from comparison in Gen.Elements(Enum.GetValues<ComparisonOperator>())
        from value in Number
        from sometimes in Gen.Elements(true, false)
        select (Statement)new ExpectStatement(Nowhere, metric, comparison, value) { Sometimes = sometimes };

    private static Gen<RepeatCount> Count { get; } = Gen.OneOf(
        Number.Select(number => (RepeatCount)new FixedCount(number)),
        Optional(Number).Zip(Gen.Elements(true, false), (max, heapOnly) => (RepeatCount)new UntilOutOfMemory(max, heapOnly)));

    /// <summary>Registers the generator with FsCheck.</summary>
    public static Arbitrary<Script> Scripts() => Statements(4).Select(statements => new Script("x.tee", statements)).ToArbitrary();

    private static Gen<Statement[]> Statements(int depth)
    {
        Gen<Statement> simple = Gen.OneOf(Setting, Note, Ta, Call, Call, Expectation);
        return Some(Line(depth == 0 ? simple : Gen.OneOf(simple, simple, Repeat(depth), CallWithBody(depth))));
    }

    private static Gen<Statement> Repeat(int depth) =>
        from count in Count
        from body in Statements(depth - 1)
        from closing in Comment
        select (Statement)new RepeatStatement(Nowhere, count, body) { ClosingComment = closing };

    private static Gen<Statement> CallWithBody(int depth) =>
        from call in Call
        from body in Statements(depth - 1)
        from closing in Comment
        select (Statement)((CallStatement)call with { HasBody = true, Body = body, ClosingComment = closing });

    private static Gen<Statement> Line(Gen<Statement> statement) =>
        from line in statement
        from comment in Comment
        from blank in Gen.Elements(true, false)
        select line with { TrailingComment = line is CommentStatement ? null : comment, BlankLineBefore = blank };

    private static Gen<T[]> Some<T>(Gen<T> item) => Gen.Choose(0, 4).SelectMany(item.ArrayOf);

    private static Gen<T?> Optional<T>(Gen<T> item)
        where T : class => Gen.OneOf(Gen.Constant<T?>(null), item.Select(some => (T?)some));
}

using Superpower;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Trusted applications and the regions that they start with.</summary>
internal sealed partial class Grammar
{
    private TokenListParser<ScriptToken, Line> Ta => field ??=
        from keyword in Keyword("ta")
        from name in Identifier("a name for the TA")
        from uuid in Uuid
        from flags in Identifier("a flag").Many()
        from brace in Sign(ScriptToken.OpenBrace, "a flag, '{'").Or(NoBrace)
        from end in EndOfLine("the end of the line")
        select new Line(new TaStatement(keyword.Position, name, uuid.Uuid, flags, []), brace.Text.Length > 0);

    private TokenListParser<ScriptToken, Line> Region => field ??=
        from keyword in Keyword("region")
        from va in Labelled("va", "an address")
        from pa in Labelled("pa", "an address")
        from size in Labelled("size", "a size")
        from flags in Keyword("flags").IgnoreThen(RegionFlagsWord)
        from end in EndOfLine("the end of the line")
        select new Line(new RegionDeclaration(keyword.Position, va, pa, size, flags));

    private TokenListParser<ScriptToken, Line> Segment => field ??=
        from keyword in Keyword("segment")
        from at in Labelled("at", "an offset")
        from size in Labelled("size", "a size")
        from flags in Keyword("flags").IgnoreThen(SegmentFlagsWord)
        from end in EndOfLine("the end of the line")
        select new Line(new SegmentDeclaration(keyword.Position, at, size, flags));

    private TokenListParser<ScriptToken, Line> Stack => field ??=
        from keyword in Keyword("stack")
        from size in Size
        from used in StackUsed
        let declared = used.Text.Length > 0 ? used : null
        select new Line(new StackDeclaration(keyword.Position, size, declared));

    /// <summary>What is in use, or a number without text.</summary>
    private TokenListParser<ScriptToken, Number> StackUsed => field ??=
        (from used in Labelled("used", "a size")
         from end in EndOfLine("the end of the line")
         select used)
        .Or(EndOfLine("the end of the line").Select(end => new Number(0, "", default)));

    private TokenListParser<ScriptToken, Line> Aslr => field ??= Setting("aslr", Count, (at, pages) => new AslrDeclaration(at, pages));

    private TokenListParser<ScriptToken, Line> Binary => field ??= Setting("binary", Size, (at, size) => new BinaryDeclaration(at, size));

    private TokenListParser<ScriptToken, Name> SegmentFlagsWord => field ??=
        Checked<Name>(AnyWord("a set of flags"), word => SegmentDeclaration.IsValid(word.Text)
            ? (word, null)
            : (null, $"found {Printable.Quote(word.Text)} where three of the letters '{SegmentDeclaration.AllFlags}' are expected, "
                + "each in its place or replaced by '-', such as r-x"));

    private TokenListParser<ScriptToken, RegionFlags> RegionFlagsWord => field ??=
        Checked<RegionFlags>(AnyWord("a set of flags"), word => RegionFlags.IsValid(word.Text)
            ? (new RegionFlags(word.Text, word.Position), null)
            : (null, $"found {Printable.Quote(word.Text)} where six of the letters '{RegionFlags.All}' are expected, "
                + "each in its place or replaced by '-', such as rw-RW-"));

    /// <summary>Stands for a missing brace: a name without text.</summary>
    private static TokenListParser<ScriptToken, Name> NoBrace { get; } =
        EndOfLine("the end of the line").Select(end => new Name("", default));

    private TokenListParser<ScriptToken, Number> Labelled(string label, string expected) =>
        Keyword(label).IgnoreThen(NumberNamed(expected));
}

using Superpower;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>The lines that say what is booted, before the first call.</summary>
internal sealed partial class Grammar
{
    private TokenListParser<ScriptToken, Line> Target => field ??=
        Setting("target", AnyWord("a target"), (at, profile) => new TargetStatement(at, profile));

    private TokenListParser<ScriptToken, Line> Heap => field ??= Setting("heap", Size, (at, size) => new HeapStatement(at, size));

    private TokenListParser<ScriptToken, Line> Vdec => field ??= Setting("vdec", Range, (at, range) => new VdecStatement(at, range));

    private TokenListParser<ScriptToken, Line> TaRam => field ??= Setting("ta_ram", Range, (at, range) => new TaRamStatement(at, range));

    private TokenListParser<ScriptToken, Line> ShmVaspace => field ??=
        Setting("shm_vaspace", Range, (at, range) => new ShmVaspaceStatement(at, range));

    private TokenListParser<ScriptToken, Line> Vcore => field ??= Setting("vcore", Range, (at, range) => new VcoreStatement(at, range));

    private TokenListParser<ScriptToken, Line> MapsPerChannel => field ??=
        Setting("maps_per_channel", Count, (at, count) => new MapsPerChannelStatement(at, count));

    private TokenListParser<ScriptToken, Line> Threads => field ??=
        Setting("threads", Count, (at, count) => new ThreadsStatement(at, count));

    private TokenListParser<ScriptToken, Line> Driver => field ??=
        Setting("driver", AnyWord("a driver"), (at, driver) => new DriverStatement(at, driver));

    private TokenListParser<ScriptToken, Line> Setting<T>(
        string keyword, TokenListParser<ScriptToken, T> value, Func<SourcePosition, T, Statement> create)
        where T : class =>
        from word in Keyword(keyword)
        from setting in value
        from end in EndOfLine("the end of the line")
        select new Line(create(word.Position, setting));
}

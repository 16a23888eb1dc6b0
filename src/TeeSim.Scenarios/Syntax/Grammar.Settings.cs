using Superpower;
using Superpower.Model;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>The lines that say what is booted, before the first call.</summary>
internal sealed partial class Grammar
{
    private readonly Dictionary<string, TokenListParser<ScriptToken, Line>> _settings = new(StringComparer.Ordinal);

    /// <summary>A setting of a driver: a word that is no keyword, and a number. Which ones the driver has, the checker knows.</summary>
    private TokenListParser<ScriptToken, Line> DriverSetting => field ??=
        from keyword in Identifier("a setting")
        from number in Count
        from end in EndOfLine("the end of the line")
        select new Line(new SettingStatement(keyword.Position, keyword.Text, new NumberValue(number)));

    private TokenListParser<ScriptToken, Line> SettingOf(SettingForm form)
    {
        if (!_settings.TryGetValue(form.Keyword, out TokenListParser<ScriptToken, Line>? parser))
        {
            _settings[form.Keyword] =
                parser = Setting(form.Keyword, ValueOf(form.Takes), (at, value) => new SettingStatement(at, form.Keyword, value));
        }
        return parser;
    }

    private TokenListParser<ScriptToken, Value> ValueOf(SettingValue value) => value switch
    {
        SettingValue.Target => AnyWord("a target").Select(name => (Value)new NameValue(name)),
        SettingValue.Driver => AnyWord("a driver").Select(name => (Value)new NameValue(name)),
        SettingValue.Size => Size.Select(size => (Value)new NumberValue(size)),
        SettingValue.Count => Count.Select(count => (Value)new NumberValue(count)),
        _ => Range.Select(range => (Value)range),
    };

    private TokenListParser<ScriptToken, Line> Setting<T>(
        string keyword, TokenListParser<ScriptToken, T> value, Func<SourcePosition, T, Statement> create)
        where T : class =>
        from word in Keyword(keyword)
        from setting in value
        from end in EndOfLine("the end of the line")
        select new Line(create(word.Position, setting));

    // Two words, the second of which begins with a digit: no call is like that.
    private static bool IsDriverSetting(TokenList<ScriptToken> words) =>
        words.Count() == 2 && words.First().Kind == ScriptToken.Name && words.Last().Kind is ScriptToken.Number or ScriptToken.Word
        && char.IsAsciiDigit(words.Last().ToStringValue()[0]);
}

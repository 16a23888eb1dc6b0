using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Settings and TAs.</summary>
internal sealed partial class ScriptCheck
{
    private readonly Dictionary<string, SourcePosition> _settings = new(StringComparer.Ordinal);
    private SourcePosition? _firstAction;

    private void CheckSetting(SettingStatement setting)
    {
        if (SettingForm.Find(setting.Keyword) is null && !language.Settings.Contains(setting.Keyword))
        {
            Report(setting.Position, Nearest.To(setting.Keyword, Grammar.Keywords) is { } keyword
                ? $"unknown statement {Printable.Quote(setting.Keyword)}; did you mean '{keyword}'?"
                : $"{Sentence.Unknown("setting of the driver", setting.Keyword, language.Settings)}"
                    + $"{(language.Settings.Count == 0 ? "; it has none" : "")}");
            return;
        }

        CheckPlace(setting, setting.Keyword);
        if (!_settings.TryAdd(setting.Keyword, setting.Position))
        {
            Report(setting.Position, $"found a second '{setting.Keyword}'; line {_settings[setting.Keyword].Line} has set it already");
        }

        if (setting.Is(SettingForm.Target)) CheckKnown(setting.Name, "a target", known.Targets);
        if (setting.Is(SettingForm.Driver)) CheckKnown(setting.Name, "a driver", known.Drivers);
    }

    private void CheckTa(TaStatement ta)
    {
        CheckPlace(ta, "ta");
        if (_scope.Find(ta.Name.Text) is { } other)
        {
            string name = Printable.Quote(ta.Name.Text);
            Report(ta.Name.Position, $"found a second {name}; line {other.Position.Line} has given that name already");
        }
        else if (_scope.FindTa(ta.Uuid) is { } twin)
        {
            Report(ta.Name.Position, $"found the UUID of {Printable.Quote(twin.Name.Text)} again; each TA needs one of its own");
        }

        CheckTaBody(ta);
        _scope.Add(ta);
        var flags = new HashSet<string>(StringComparer.Ordinal);
        foreach (Name flag in ta.Flags)
        {
            CheckKnown(flag, "a flag", TaFlagNames.All);
            if (!flags.Add(flag.Text)) Report(flag.Position, $"found {Printable.Quote(flag.Text)} twice; once is enough");
        }
    }

    /// <summary>A TA is listed region by region, or by what it loads; each line of the latter but segments can be there once.</summary>
    private void CheckTaBody(TaStatement ta)
    {
        var seen = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        Statement? region = ta.Body.FirstOrDefault(line => line is RegionDeclaration);
        foreach (Statement line in ta.Body)
        {
            string? keyword = line switch
            {
                SegmentDeclaration => "segment",
                StackDeclaration => "stack",
                SettingStatement setting => setting.Keyword,
                AslrDeclaration => "aslr",
                BinaryDeclaration => "binary",
                _ => null,
            };
            if (keyword is null) continue;
            if (region is not null)
            {
                Report(line.Position, $"found '{keyword}' in a TA that line {region.Position.Line} lists region by region; "
                    + "describe what it loads or list its regions, not both");
                return;
            }

            if (!seen.TryAdd(keyword, line.Position) && keyword != "segment")
                Report(line.Position, $"found a second '{keyword}'; line {seen[keyword].Line} has set it already");
        }
    }

    private void CheckPlace(Statement statement, string keyword)
    {
        if (_firstAction is not { } first) return;
        Report(statement.Position,
            $"found '{keyword}' behind the first call, repeat or expectation in line {first.Line}; move it above that line");
    }

    private void CheckKnown(Name name, string expected, IReadOnlyList<string> names)
    {
        if (!names.Contains(name.Text)) Report(name.Position, Sentence.Found(name.Text, expected, names));
    }
}

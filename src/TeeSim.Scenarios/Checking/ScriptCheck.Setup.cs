using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Settings and TAs.</summary>
internal sealed partial class ScriptCheck
{
    private readonly Dictionary<string, SourcePosition> _settings = new(StringComparer.Ordinal);
    private SourcePosition? _firstAction;

    private void CheckSetting(Statement statement)
    {
        string keyword = KeywordOf(statement);
        CheckPlace(statement, keyword);
        if (!_settings.TryAdd(keyword, statement.Position))
        {
            Report(statement.Position, $"found a second '{keyword}'; line {_settings[keyword].Line} has set it already");
        }

        if (statement is TargetStatement target) CheckKnown(target.Profile, "a target", known.Targets);
        if (statement is DriverStatement driver) CheckKnown(driver.Driver, "a driver", known.Drivers);
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

        _scope.Add(ta);
        var flags = new HashSet<string>(StringComparer.Ordinal);
        foreach (Name flag in ta.Flags)
        {
            CheckKnown(flag, "a flag", Settings.TaFlags);
            if (!flags.Add(flag.Text)) Report(flag.Position, $"found {Printable.Quote(flag.Text)} twice; once is enough");
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

    private static string KeywordOf(Statement statement) => statement switch
    {
        TargetStatement => "target",
        HeapStatement => "heap",
        VdecStatement => "vdec",
        MapsPerChannelStatement => "maps_per_channel",
        ThreadsStatement => "threads",
        DriverStatement => "driver",
        _ => "region",
    };
}

using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Calls;
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

        CheckTaBody(ta);
        _scope.Add(ta);
        var flags = new HashSet<string>(StringComparer.Ordinal);
        foreach (Name flag in ta.Flags)
        {
            CheckKnown(flag, "a flag", Settings.TaFlags);
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
                HeapStatement => "heap",
                AslrDeclaration => "aslr",
                BinaryDeclaration => "binary",
                _ => null,
            };
            if (keyword is null) continue;
            if (region is not null)
            {
                Report(line.Position, $"found '{keyword}' in a TA that line {region.Position.Line} lists region by region; describe what it loads or list its regions, not both");
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

    private static string KeywordOf(Statement statement) => statement switch
    {
        TargetStatement => "target",
        HeapStatement => "heap",
        TaRamStatement => "ta_ram",
        ShmVaspaceStatement => "shm_vaspace",
        VcoreStatement => "vcore",
        VdecStatement => "vdec",
        MapsPerChannelStatement => "maps_per_channel",
        ThreadsStatement => "threads",
        DriverStatement => "driver",
        _ => "region",
    };
}

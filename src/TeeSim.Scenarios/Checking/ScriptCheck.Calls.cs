using System.Globalization;
using TeeSim.Core;
using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Calls: what is called, with what, and what becomes of the result.</summary>
internal sealed partial class ScriptCheck
{
    private const int LongestFile = 64;
    private const int MostFiles = 16;
    private static readonly string[] ResultCodes = Enum.GetNames<TeeResult>();
    private static readonly string[] ResultNames = [.. ResultCodes, .. ExpectedOutcome.Words];

    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    private void CheckCall(CallStatement call)
    {
        CallDefinition? definition = language.Calls.Find(call.Call.Text);
        CheckThread(call);
        if (definition is null)
            Report(call.Call.Position, Sentence.Unknown("call", call.Call.Text, language.Calls.All.Select(s => s.Name)));
        else CheckArguments(BoundCall(call, definition));
        _processes.Add(call.Process.Text);
        if (call.Result is { } result) CheckResult(result, definition);
        if (call.Expected is { } expected) CheckExpected(expected);
        if (call.HasBody && definition is not null && !definition.Traits.HasFlag(CallTraits.LoadsTa))
        {
            Report(call.Call.Position,
                $"found calls inside of {definition.Name}; only {LoadingCall} waits for the normal world, while it loads a TA");
        }
        CheckRetry(call);
        CheckBlock(call);
        if (call.Result is { } given) _scope.Add(given, definition?.Result);
        if (definition is not null && definition.Traits.HasFlag(CallTraits.EndsProcess)) Die(call);
    }

    // What the call gives is there only when it returns.
    private void CheckBlock(CallStatement call)
    {
        if (call.Result is { } result) _opening.Add(result.Text);
        _blocks++;
        CheckAll(call.Body);
        _blocks--;
        if (call.Result is not null) _opening.RemoveAt(_opening.Count - 1);
    }

    // In how many blocks of calls the present line stands.
    private int _blocks;

    private void CheckRetry(CallStatement call)
    {
        if ((_blocks == 0 && !call.HasBody) || call.Labelled(CoreCalls.Retry.Name) is not { } retry) return;
        string where = call.HasBody ? "of a call with a block" : "inside of a block";
        Report(retry.Position, $"found '{CoreCalls.Retry.Name}' {where}; what comes in while a TA is loaded comes once, "
            + "so write each try as a call of its own");
    }

    // The first call that other calls can come into.
    private string LoadingCall => language.Calls.All.First(call => call.Traits.HasFlag(CallTraits.LoadsTa)).Name;

    private BoundCall BoundCall(CallStatement call, CallDefinition definition) => ArgumentBinder.Bind(call, definition, Report);

    private void CheckArguments(BoundCall call)
    {
        int buffers = call.Definition.Parameters.Where(p => p.IsBuffer).Sum(p => call.All(p.Name).Count);
        if (buffers > CoreCalls.MostBuffers)
        {
            string given = string.Create(CultureInfo.InvariantCulture, $"{call.Definition.Name} is given {buffers} buffers");
            Report(call.Call.Call.Position, $"{given}; a call has {CoreCalls.MostBuffers} parameters");
        }

        for (int i = 0; i < call.Arguments.Count; i++)
        {
            foreach (Value value in call.Arguments[i]) CheckValue(value, call, call.Definition.Parameters[i]);
        }
    }

    private void CheckValue(Value value, BoundCall bound, Parameter parameter)
    {
        CallDefinition call = bound.Definition;
        if (parameter.Type == ParameterType.Process && value is NameValue process)
        {
            CheckProcess(process.Name, bound.Call);
            return;
        }

        if (parameter.Type == ParameterType.Lock && value is NameValue taken)
        {
            CheckLock(taken.Name, bound.Call, call);
            return;
        }

        if (parameter.Type == ParameterType.Result && value is NameValue code)
        {
            if (!ResultCodes.Contains(code.Name.Text)) Report(value.Position, Sentence.Found(code.Name.Text, "a result", ResultCodes));
            return;
        }

        if (value is NameValue name && (parameter.Type.IsNamed || _scope.Find(name.Name.Text) is not null))
        {
            CheckName(name.Name, parameter.Type, Where(call, parameter));
        }
        else if (parameter.Type == ParameterType.Site && value is NameValue file && ThreadName.IsThread(file.Name.Text))
        {
            Report(value.Position, SyntaxSentence.NoSite(file.Name.Text));
        }
        else if (TypeOf(value) != parameter.Type)
        {
            Report(value.Position, $"found {Quote(value)} {Where(call, parameter)}");
        }
        else if (value is NumberValue number && (number.Number.Value > parameter.Largest || number.Number.Value < parameter.Smallest))
        {
            string wanted = $"a number {(parameter.Smallest > 0 ? $"from {parameter.Smallest} to" : "up to")} "
                + $"{parameter.Largest} as its '{parameter.Name}'";
            Report(value.Position, $"found {Quote(value)} where {call.Name} takes {wanted}");
        }
        else if (value is SiteValue { Site: var site })
        {
            CheckSite(site);
        }
    }

    // The names of files lie in the core's memory, which is small.
    private void CheckSite(SiteReference site)
    {
        if (site.File.Length > LongestFile)
        {
            Report(site.Position, string.Create(CultureInfo.InvariantCulture,
                $"found a file name of {site.File.Length} characters; it can have {LongestFile}, so leave folders out"));
        }
        else if (_files.Add(site.File) && _files.Count == MostFiles + 1)
        {
            Report(site.Position, string.Create(CultureInfo.InvariantCulture,
                $"found more than {MostFiles} different files in call sites; tell them apart by their lines"));
        }
    }

    /// <summary>A name that must be, or at least is, that of a TA or a result.</summary>
    /// <param name="name">The name.</param>
    /// <param name="wanted">The type that it must have.</param>
    /// <param name="where">The end of the sentence about a name of another type.</param>
    private void CheckName(Name name, ParameterType wanted, string where)
    {
        if (_scope.Find(name.Text) is not { } definition) ReportUnknown(name, wanted);
        else if (definition.Type is { } type && type != wanted)
        {
            Report(name.Position, $"found the {type.Noun} {Printable.Quote(name.Text)} {where}");
        }
    }

    private void ReportUnknown(Name name, ParameterType type)
    {
        string[] none = [];
        if (_opening.Contains(name.Text))
        {
            Report(name.Position, $"found {Printable.Quote(name.Text)} inside of the call that gives it; "
                + "it is there only when that call has returned, so use it below the block");
        }
        else if (_scope.FindLater(name.Text) is { } later)
        {
            Report(name.Position, $"found {Printable.Quote(name.Text)} before line {later.Line} defines it");
        }
        else if (_scope.NamesOf(type).Any())
        {
            Report(name.Position, Sentence.Unknown(type.Noun, name.Text, _scope.NamesOf(type)));
        }
        else
        {
            string source = type == ParameterType.Ta ? "no 'ta' line declares one"
                : $"no {language.Calls.All.First(call => call.Result == type).Name} above gives one a name";
            Report(name.Position, $"{Sentence.Unknown(type.Noun, name.Text, none)}; {source}");
        }
    }

    private void CheckResult(Name result, CallDefinition? definition)
    {
        if (definition is { Result: null })
        {
            string assignment = Printable.Quote($"{result.Text} =");
            Report(result.Position, $"found a name for the result of {definition.Name}, which gives none; remove {assignment}");
        }
        else if (definition?.Result is { } type && _scope.Find(result.Text) is { Type: { } other } earlier && other != type)
        {
            string where = earlier.IsFromState ? "the state" : $"line {earlier.Position.Line}";
            Report(result.Position, $"found {Printable.Quote(result.Text)} for {type.WithArticle}, "
                + $"but {where} makes it {other.WithArticle}; choose another name");
        }
    }

    private void CheckExpected(Name expected)
    {
        if (ResultNames.Contains(expected.Text)) return;
        const string Prefix = "TEE_ERROR_";
        string bare = expected.Text.StartsWith(Prefix, StringComparison.Ordinal) ? expected.Text[Prefix.Length..] : expected.Text;
        Report(expected.Position, ResultNames.Contains(bare)
            ? $"found {Printable.Quote(expected.Text)} where a result is expected; did you mean '{bare}'?"
            : Sentence.Found(expected.Text, "a result", ResultNames));
    }

    private static string Quote(Value value) => Printable.Quote(ScriptPrinter.Print(value));

    /// <summary><c>where map takes a number as its 'pa'</c>; an example for what is not self-explanatory.</summary>
    private static string Where(CallDefinition call, Parameter parameter)
    {
        string label = parameter.IsNamedByType ? "" : $" as its '{parameter.Name}'";
        string example = parameter.Type.Kind switch
        {
            ParameterKind.Range => ", such as 0x5a000000 + 1M",
            ParameterKind.Duration => ", such as 4s",
            ParameterKind.Site => ", such as mobj.c:168",
            _ => "",
        };
        return $"where {call.Name} takes {parameter.Type.WithArticle}{label}{example}";
    }

    private static ParameterType? TypeOf(Value value) => value switch
    {
        NumberValue => ParameterType.Number,
        RangeValue => ParameterType.Range,
        DurationValue => ParameterType.Duration,
        SiteValue => ParameterType.Site,
        _ => null,
    };
}

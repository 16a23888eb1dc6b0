using System.Globalization;
using TeeSim.Core;
using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>
/// The calls that runs are made of, drawn from the table of calls and nothing else: for each process and each call so many ways to make it,
/// each worked out when it is first used. What one is depends on its place only, not on when that was.
/// </summary>
internal sealed class Vocabulary
{
    private const int Ways = 96;
    private const ulong Stream = 0x766f_6361_6275_6c61;
    private static readonly Name Any = new(ExpectedOutcome.Any, default);
    private static readonly string[] Results = [.. Enum.GetNames<TeeResult>().Where(r => r != nameof(TeeResult.SUCCESS))];

    private readonly TrialSetup _setup;
    private readonly NumberPools _numbers;
    private readonly CallTemplate?[] _templates;
    private readonly ulong _seed;

    /// <summary>The vocabulary of a setup.</summary>
    /// <param name="setup">Settings and TAs.</param>
    /// <param name="processes">Who makes calls.</param>
    /// <param name="seed">The seed.</param>
    public Vocabulary(TrialSetup setup, IReadOnlyList<string> processes, ulong seed)
    {
        _setup = setup;
        _seed = seed;
        Processes = processes;
        CallTable table = setup.Scenario.Language.Calls;
        CallDefinition[] all =
            [.. table.All.Where(s => !s.IsPassive && !s.Traits.HasFlag(CallTraits.Locks) && s.Parameters.Any(p => p.Least > 0))];
        Calls = [.. all.Where(s => !s.Traits.HasFlag(CallTraits.Background))];
        Background = [.. all.Where(s => s.Traits.HasFlag(CallTraits.Background))];
        ResultTypes = [.. table.All.Select(s => s.Result).OfType<ParameterType>().Distinct()];
        Needs = [.. Calls.Concat(Background).Select(c => c.Parameters.Where(p => p.Least > 0 && ResultTypes.Contains(p.Type))
            .Aggregate(0, (needs, p) => needs | 1 << ResultTypes.ToList().IndexOf(p.Type)))];
        _numbers = new NumberPools(setup.Scenario.Options.Profile.Boot.Vdec);
        _templates = new CallTemplate?[processes.Count * all.Length * Ways];
    }

    /// <summary>Who makes calls.</summary>
    public IReadOnlyList<string> Processes { get; }

    /// <summary>The calls in which memory can change hands, but for a death, which is a fault.</summary>
    public IReadOnlyList<CallDefinition> Calls { get; }

    /// <summary>Those that stand for other parts of the core, which are made between the others.</summary>
    public IReadOnlyList<CallDefinition> Background { get; }

    /// <summary>What kinds of results calls give.</summary>
    public IReadOnlyList<ParameterType> ResultTypes { get; }

    /// <summary>For each call, then for each of the background, the kinds of results that it can't be made without, as bits.</summary>
    public IReadOnlyList<int> Needs { get; }

    /// <summary>One of the ways to make a call.</summary>
    /// <param name="process">Who makes it.</param>
    /// <param name="call">Its place in <see cref="Calls"/>, or behind those in <see cref="Background"/>.</param>
    /// <param name="random">Decides.</param>
    public CallTemplate Draw(int process, int call, FuzzRandom random)
    {
        bool isBackground = call >= Calls.Count;
        int before = isBackground
            ? Processes.Count * Calls.Count + process * Background.Count + call - Calls.Count
            : process * Calls.Count + call;
        int place = before * Ways + random.Below(Ways);
        return _templates[place] ??= Create(
            Processes[process], isBackground ? Background[call - Calls.Count] : Calls[call], new FuzzRandom(_seed ^ Stream, (ulong)place));
    }

    /// <summary>The death of a process.</summary>
    public CallTemplate Death(int process)
    {
        CompiledCall death = _setup.Compiler.Death(Processes[process]);
        return new CallTemplate(death.Bound.Call with { Expected = Any }, death, []);
    }

    private CallTemplate Create(string process, CallDefinition call, FuzzRandom random)
    {
        var open = new List<ParameterType>();
        var arguments = new List<Argument>();
        int buffers = 0;
        foreach (Parameter parameter in call.Parameters)
        {
            for (int i = HowMany(parameter, random); i > 0; i--)
            {
                if (parameter.IsBuffer && ++buffers > CoreCalls.MostBuffers) break;
                arguments.Add(
                    new Argument(parameter.NamedOnly ? new Name(parameter.Name, default) : null, ValueOf(parameter, open, random)));
            }
        }

        Name? result = call.Result is { } type ? new Name(ResultName(type), default) : null;
        var statement = new CallStatement(default, new Name(process, default), result, new Name(call.Name, default), arguments, Any);
        CompiledCall compiled = _setup.Compiler.Compile(statement);
        return new CallTemplate(
            statement, compiled, [.. compiled.Inputs.Select(name => open[int.Parse(name, CultureInfo.InvariantCulture)])]);
    }

    // What is rare: panics, then all that a call can be made without. Which TA shall map is often said. Allocations
    // that fail are drawn for each run.
    private static int HowMany(Parameter parameter, FuzzRandom random)
    {
        if (parameter.Least > 0) return 1;
        return parameter switch
        {
            // In a run nobody comes in between: another try would find what the first has found.
            _ when parameter == CoreCalls.FailAlloc || parameter == CoreCalls.Retry => 0,
            _ when parameter == CoreCalls.Panics => random.OneIn(24) ? 1 : 0,
            _ when parameter.Type == ParameterType.Ta => random.OneIn(3) ? 0 : 1,
            _ when parameter.Most > 1 => random.OneIn(6) ? 1 + random.Below(2) : 0,
            _ => random.OneIn(16) ? 1 : 0,
        };
    }

    private Value ValueOf(Parameter parameter, List<ParameterType> open, FuzzRandom random)
    {
        switch (parameter.Type.Kind)
        {
            case ParameterKind.Number:
                return _numbers.Number(parameter, random);
            case ParameterKind.Range:
                return _numbers.Range(random);
            case ParameterKind.Ta:
                return NameOf(random.Of(_setup.Scenario.Options.Tas).Name);
            case ParameterKind.Site:
                return new SiteValue(new SiteReference("held.c", 1 + random.Below(2), default));
            case ParameterKind.Result:
                return NameOf(random.Of(Results));
            default:
                open.Add(parameter.Type);
                return NameOf((open.Count - 1).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static NameValue NameOf(string text) => new(new Name(text, default));

    private static string ResultName(ParameterType type) => type.Kind switch
    {
        ParameterKind.Session => "s",
        ParameterKind.TaSession => "inner",
        ParameterKind.Shm => "buf",
        ParameterKind.Address => "va",
        // No keyword and no unit starts like it.
        _ => type.Noun[..Math.Min(type.Noun.Length, 2)].ToLowerInvariant(),
    };
}

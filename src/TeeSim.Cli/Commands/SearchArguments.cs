using System.CommandLine;
using System.Globalization;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Search;

namespace TeeSim.Cli.Commands;

/// <summary>The options of commands that try orderings.</summary>
internal sealed class SearchArguments
{
    private readonly Option<bool> _kill = Flag("--kill", "Let any process die at any point; its sessions are then closed.");
    private readonly Option<bool> _failAlloc = Flag("--fail-alloc", "Let any allocation of any call fail, every one in turn.");
    private readonly Option<bool> _taPanic = Flag("--ta-panic", "Let TAs panic in any call.");
    private readonly Option<int> _faults =
        new("--faults") { Description = "How many faults an ordering can have.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _exact = Flag("--exact",
        "Take states for equal only when their bytes are; without it up to addresses, which is sound for leaks, not for fragmentation.");
    private readonly Option<bool> _noReduction =
        Flag("--no-reduction", "Make every call in every order, also when it is known to what state it leads.");
    private readonly Option<long?> _rounds = new("--rounds")
    {
        Description = "How many rounds of each repeat to try; without it all, and 3 of a repeat without a fixed count.",
        HelpName = "N",
    };
    private readonly Option<string> _memory =
        new("--memory") { Description = "How much memory the states may take.", HelpName = "SIZE", DefaultValueFactory = _ => "1G" };
    private readonly Option<long?> _transitions =
        new("--transitions") { Description = "Stop after so many transitions, always at the same place.", HelpName = "N" };
    private readonly Option<string?> _time = new("--time") { Description = "Stop after this time, such as 30s.", HelpName = "TIME" };
    private readonly Option<bool> _allowStopped = StopArgument.Create();
    private readonly Option<int> _jobs = new("--jobs")
    {
        Description = "How many threads search; without it one for each core.",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private const int MostFaults = 8;
    private const int MostJobs = 256;
    private const long SmallestMemory = 16L << 20;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
            [_kill, _failAlloc, _taPanic, _faults, _exact, _noReduction, _rounds, _memory, _transitions, _time, _allowStopped, _jobs];
        foreach (Option option in all) command.Options.Add(option);
    }

    /// <summary>Whether a search that was not finished is as good as one that was.</summary>
    public bool AllowsStopped(ParseResult parsed) => parsed.GetValue(_allowStopped);

    /// <summary>What they say.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Read(ParseResult parsed, SearchOptions defaults, out SearchOptions options)
    {
        options = defaults;
        if (Numbers.Wrong("--faults", parsed.GetValue(_faults), MostFaults) is { } a) return a;
        if (Numbers.Wrong("--jobs", parsed.GetValue(_jobs), MostJobs) is { } b) return b;
        if (parsed.GetValue(_rounds) is { } rounds && Numbers.Wrong("--rounds", rounds, long.MaxValue) is { } c) return c;
        if (parsed.GetValue(_transitions) is { } transitions && Numbers.Wrong("--transitions", transitions, long.MaxValue) is { } d)
            return d;
        if (TimeLimit.Parse(parsed.GetValue(_time), out TimeLimit time) is { } e) return e;
        if (MemoryOf(parsed.GetValue(_memory)!) is not { } memory)
        {
            return $"teesim: found --memory {Printable.Quote(parsed.GetValue(_memory))} where a size of at "
                + "least 16M such as 2G is expected";
        }
        options = defaults with
        {
            Kill = parsed.GetValue(_kill),
            FailAllocations = parsed.GetValue(_failAlloc),
            TaPanics = parsed.GetValue(_taPanic),
            MostFaults = parsed.GetValue(_faults),
            Equality = parsed.GetValue(_exact) ? StateEquality.Exact : StateEquality.UpToAddresses,
            Reduction = !parsed.GetValue(_noReduction),
            Rounds = parsed.GetValue(_rounds) ?? defaults.Rounds,
            Memory = memory,
            Transitions = parsed.GetValue(_transitions) ?? defaults.Transitions,
            Time = time.Time ?? defaults.Time,
            Workers = parsed.GetValue(_jobs),
        };
        return null;
    }

    // Sizes as scripts write them.
    private static long? MemoryOf(string text)
    {
        int shift = text.Length == 0 ? 0 : text[^1] switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        ReadOnlySpan<char> digits = shift == 0 ? text : text.AsSpan(0, text.Length - 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number > long.MaxValue >> shift)
            return null;
        return number << shift is var bytes && bytes >= SmallestMemory ? bytes : null;
    }

    private static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };
}

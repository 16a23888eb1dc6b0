using System.Diagnostics;
using TeeSim.Cli.Rendering;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Fuzzing;

namespace TeeSim.Cli.Commands;

/// <summary>What happens around fuzzing: time, the key that interrupts, what is said and kept on the way.</summary>
internal sealed class FuzzSession : IDisposable
{
    // Often enough for people, too rare to cost anything.
    private const int RunsBetweenLooks = 256;
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMilliseconds(200);

    private readonly TimeLimit _limit;
    private readonly CorpusFolder? _corpus;
    private readonly TextWriter? _output;
    private readonly string? _driver;
    private readonly bool _showsProgress = !Console.IsErrorRedirected;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<string?> _files = [];
    private TimeSpan _lastLine;
    private volatile bool _interrupted;
    private bool _lineIsOpen;

    /// <param name="limit">How long it may take.</param>
    /// <param name="corpus">Where failures are kept; null for nowhere.</param>
    /// <param name="output">Where they are printed; null for nowhere.</param>
    /// <param name="driver">The driver as the command line names it; null when scripts name it.</param>
    public FuzzSession(TimeLimit limit, CorpusFolder? corpus, TextWriter? output, string? driver)
    {
        (_limit, _corpus, _output, _driver) = (limit, corpus, output, driver);
        Console.CancelKeyPress += OnInterrupt;
    }

    /// <summary>The file of each failure; null where it is in none.</summary>
    public IReadOnlyList<string?> Files => _files;

    /// <summary>Whether a script was to be kept and could not be.</summary>
    public bool CouldNotKeep { get; private set; }

    public void Dispose() => Console.CancelKeyPress -= OnInterrupt;

    /// <summary>Keeps a failure, and says so.</summary>
    public void OnFailure(FoundFailure failure)
    {
        End();
        string? file = null;
        if (_corpus is not null && (file = _corpus.Keep(failure.FileName, failure.Script.Text, out Diagnostic? problem)) is null)
        {
            CouldNotKeep = true;
            StandardStreams.Error.WriteLine(problem);
        }

        _files.Add(file);
        _output?.Write(FuzzText.Found(failure, file, _driver));
        // Whoever interrupts wants to have seen it.
        _output?.Flush();
    }

    /// <summary>Whether the time is over or somebody has had enough.</summary>
    public bool Stops(long runs, long calls)
    {
        if (runs % RunsBetweenLooks != 0) return _interrupted;
        TimeSpan now = _watch.Elapsed;
        if (_showsProgress && now - _lastLine >= BetweenLines)
        {
            _lastLine = now;
            _lineIsOpen = true;
            StandardStreams.Error.Write($"\r{FuzzText.Progress(runs, calls, now)}");
        }

        return _interrupted || now >= _limit.Time;
    }

    /// <summary>Takes the line of progress away.</summary>
    public void End()
    {
        if (_lineIsOpen) StandardStreams.Error.Write($"\r{new string(' ', FuzzText.WidthOfProgress)}\r");
        _lineIsOpen = false;
    }

    private void OnInterrupt(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = true;
        _interrupted = true;
    }
}

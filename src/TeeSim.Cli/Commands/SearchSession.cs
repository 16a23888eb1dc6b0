using TeeSim.Cli.Rendering;
using TeeSim.Exploration.Search;

namespace TeeSim.Cli.Commands;

/// <summary>What happens around a search: the key that interrupts, and a line of progress on a terminal.</summary>
internal sealed class SearchSession : IDisposable
{
    private readonly CancellationTokenSource _interrupt = new();
    private readonly bool _showsProgress = !Console.IsErrorRedirected;
    // A line that is wrapped could not be taken away.
    private readonly int _width = Console.IsErrorRedirected ? 0 : Math.Clamp(Console.WindowWidth - 1, 1, 100);
    private bool _lineIsOpen;

    public SearchSession() => Console.CancelKeyPress += OnInterrupt;

    /// <summary>Set when somebody has had enough.</summary>
    public CancellationToken Interrupt => _interrupt.Token;

    /// <summary>Shows how far a search is; null where nobody would see it.</summary>
    public Action<SearchProgress>? OnProgress => _showsProgress ? Show : null;

    public void Dispose()
    {
        Console.CancelKeyPress -= OnInterrupt;
        _interrupt.Dispose();
    }

    /// <summary>Takes the line of progress away.</summary>
    public void EndLine()
    {
        if (_lineIsOpen) StandardStreams.Error.Write($"\r{new string(' ', _width)}\r");
        _lineIsOpen = false;
    }

    /// <summary>Shows how many cells of a table are done; null where nobody would see it.</summary>
    public Action<int>? OnCell(int all) => _showsProgress ? done => Show($"{Words.Number(done)} of {Words.Count(all, "cell")}") : null;

    private void Show(SearchProgress progress) => Show(ExploreText.Progress(progress));

    private void Show(string text)
    {
        _lineIsOpen = true;
        StandardStreams.Error.Write($"\r{text[..Math.Min(text.Length, _width)].PadRight(_width)}");
    }

    // The search ends with what was found up to now.
    private void OnInterrupt(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = true;
        _interrupt.Cancel();
    }
}

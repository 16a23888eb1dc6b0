using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Gathers diagnostics in file order, at most 20, and says when there were more.</summary>
internal sealed class DiagnosticList
{
    private const int Most = 20;

    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>Whether nothing more needs to be looked for.</summary>
    public bool IsFull => _diagnostics.Count > Most;

    public bool IsEmpty => _diagnostics.Count == 0;

    public void Add(SourcePosition position, string message)
    {
        if (!IsFull) _diagnostics.Add(new Diagnostic(position, message));
    }

    /// <summary>Diagnostics by line and column.</summary>
    public static IEnumerable<Diagnostic> InFileOrder(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.OrderBy(d => d.Position.Line).ThenBy(d => d.Position.Column);

    /// <summary>The diagnostics by line and column. The twentieth stands for all that follow it.</summary>
    public IReadOnlyList<Diagnostic> ToList()
    {
        if (IsEmpty) return [];
        Diagnostic[] sorted = [.. InFileOrder(_diagnostics)];
        if (sorted.Length <= Most) return sorted;
        var more = new Diagnostic(sorted[Most - 1].Position, "found more errors from here on; correct those above first");
        return [.. sorted[..(Most - 1)], more];
    }
}

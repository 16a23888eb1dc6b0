namespace TeeSim.Scenarios.Syntax;

/// <summary>
/// How wide the columns of a printed script are: those of the longest names in it, though not wider than
/// <see cref="Widest"/>, so that one long name does not push all lines to the right.
/// </summary>
internal readonly record struct ColumnWidths(int Ta, int Process, int Result)
{
    private const int Widest = 16;

    public static ColumnWidths Of(IEnumerable<Statement> statements) =>
        statements.Aggregate(default(ColumnWidths), (widths, statement) => statement switch
        {
            TaStatement ta => widths with { Ta = Wider(widths.Ta, ta.Name) },
            CallStatement call =>
                (widths with { Process = Wider(widths.Process, call.Process), Result = Wider(widths.Result, call.Result) })
                    .Or(Of(call.Body)),
            RepeatStatement repeat => widths.Or(Of(repeat.Body)),
            _ => widths,
        });

    private ColumnWidths Or(ColumnWidths other) =>
        new(Math.Max(Ta, other.Ta), Math.Max(Process, other.Process), Math.Max(Result, other.Result));

    private static int Wider(int width, Name? name) => Math.Max(width, Math.Min(name?.Text.Length ?? 0, Widest));
}

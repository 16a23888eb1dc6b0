using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Programs;

/// <summary>
/// Unrolls a script's repeats, one line after the other: runs, searches, trials and forecasts all go through a script here, so that a
/// repeat means the same to all of them. A line is made when it is asked for, since a repeat may have millions of
/// rounds, or end when memory does.
/// </summary>
/// <param name="mostRounds">How many rounds of a repeat there are at the most.</param>
/// <param name="isOver">Asked behind each statement in a repeat that waits for memory to run out, whether it has; null for never.</param>
public sealed class ScriptUnroller(Func<RepeatStatement, long> mostRounds, Func<UntilOutOfMemory, bool>? isOver = null)
{
    /// <summary>The rounds that a script has as written.</summary>
    public static ScriptUnroller AsWritten(Func<UntilOutOfMemory, bool>? isOver = null) => new(RoundsOf, isOver);

    /// <summary>How many rounds a repeat has as written, at the most.</summary>
    public static long RoundsOf(RepeatStatement repeat) => (long)Math.Min(repeat.Count.AtMost, long.MaxValue);

    /// <summary>The lines of statements, from the first to the last.</summary>
    public IEnumerable<UnrolledLine> Unroll(IReadOnlyList<Statement> statements) => Unroll(statements, 0, 0, null);

    private IEnumerable<UnrolledLine> Unroll(IReadOnlyList<Statement> statements, long repetition, int depth, UntilOutOfMemory? until)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case CallStatement:
                    yield return new UnrolledLine(UnrolledKind.Call, statement, repetition, depth, until);
                    break;
                case ExpectStatement:
                    yield return new UnrolledLine(UnrolledKind.Expectation, statement, repetition, depth, until);
                    break;
                case RepeatStatement repeat:
                    foreach (UnrolledLine line in Unroll(repeat, repetition, depth + 1, until)) yield return line;
                    break;
                default:
                    break;
            }

            if (until is not null && isOver?.Invoke(until) is true) yield break;
        }
    }

    private IEnumerable<UnrolledLine> Unroll(RepeatStatement repeat, long outer, int depth, UntilOutOfMemory? until)
    {
        UntilOutOfMemory? own = repeat.Count as UntilOutOfMemory ?? until;
        yield return new UnrolledLine(UnrolledKind.RepeatBegins, repeat, outer, depth, own);
        long rounds = Math.Min(RoundsOf(repeat), mostRounds(repeat));
        for (long i = 1; i <= rounds; i++)
        {
            foreach (UnrolledLine line in Unroll(repeat.Body, i, depth, own)) yield return line;
            if (repeat.Count is UntilOutOfMemory waits && isOver?.Invoke(waits) is true) break;
            yield return new UnrolledLine(UnrolledKind.RoundEnds, repeat, i, depth, own);
        }

        yield return new UnrolledLine(UnrolledKind.RepeatEnds, repeat, outer, depth, own);
    }
}

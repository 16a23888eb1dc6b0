using Superpower.Model;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Reads scripts.</summary>
public static class ScriptParser
{
    /// <summary>
    /// The script that <paramref name="text"/> is. Each line is judged by itself, so that one run reports what is wrong with
    /// several. Never throws for any text; takes time and memory proportional to its length.
    /// </summary>
    /// <param name="file">The name that diagnostics and positions give.</param>
    /// <param name="text">The script, without a byte order mark; lines end with LF or CR LF.</param>
    public static ParseResult Parse(string file, string text)
    {
        TokenList<ScriptToken> tokens = new ScriptTokenizer().TryTokenize(text).Value;
        var diagnostics = new DiagnosticList();
        var builder = new ScriptBuilder(new Grammar(file), diagnostics);
        foreach (SourceLine line in SourceLine.Of(tokens))
        {
            builder.Add(line);
            if (diagnostics.IsFull) break;
        }

        IReadOnlyList<Statement> statements = builder.Finish(EndOf(file, text));
        return diagnostics.IsEmpty ? new ParseResult(new Script(file, statements), []) : new ParseResult(null, diagnostics.ToList());
    }

    private static SourcePosition EndOf(string file, string text)
    {
        int lines = text.AsSpan().Count('\n');
        return new SourcePosition(file, lines + 1, text.Length - (text.LastIndexOf('\n') + 1) + 1);
    }
}

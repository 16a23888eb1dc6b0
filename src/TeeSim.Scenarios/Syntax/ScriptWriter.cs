using System.Text;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Writes statements line by line.</summary>
internal sealed class ScriptWriter(ColumnWidths widths)
{
    private const string Indent = "    ";

    /// <summary>The longest of the short settings: <c>target</c> and <c>driver</c>.</summary>
    private const int SettingWidth = 6;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes a script, or the inside of a block.</summary>
    public void WriteAll(IReadOnlyList<Statement> statements)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            if (i > 0 && statements[i].BlankLineBefore) _text.Append('\n');
            Write(statements[i]);
        }
    }

    /// <summary>What has been written.</summary>
    public override string ToString() => _text.ToString();

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case RepeatStatement repeat:
                WriteLine($"repeat {Print(repeat.Count)} {{", repeat.TrailingComment);
                WriteBlock(repeat.Body, repeat.ClosingComment);
                break;
            case CallStatement { HasBody: true } call:
                WriteLine($"{Print(call)} {{", call.TrailingComment);
                WriteBlock(call.Body, call.ClosingComment);
                break;
            case TaStatement { Body.Count: > 0 } or TaStatement { ClosingComment: not null }:
                var ta = (TaStatement)statement;
                WriteLine($"{Print(ta)} {{", ta.TrailingComment);
                WriteBlock(ta.Body, ta.ClosingComment);
                break;
            default:
                WriteLine(Print(statement), statement.TrailingComment);
                break;
        }
    }

    private void WriteBlock(IReadOnlyList<Statement> body, string? closingComment)
    {
        _depth++;
        WriteAll(body);
        _depth--;
        WriteLine("}", closingComment);
    }

    private void WriteLine(string line, string? comment)
    {
        for (int i = 0; i < _depth; i++) _text.Append(Indent);
        _text.Append(line);
        if (comment is not null) _text.Append("  #").Append(comment);
        _text.Append('\n');
    }

    private string Print(Statement statement) => statement switch
    {
        CommentStatement comment => $"#{comment.Text}",
        // In a TA's block there is no column of settings.
        SettingStatement setting =>
            $"{(_depth > 0 ? setting.Keyword : setting.Keyword.PadRight(SettingWidth))} {ScriptPrinter.Print(setting.Value)}",
        SegmentDeclaration s => $"segment at {s.At.Text} size {s.Size.Text} flags {s.Flags.Text}",
        StackDeclaration stack => $"stack {stack.Size.Text}{(stack.Used is { } used ? $" used {used.Text}" : "")}",
        AslrDeclaration aslr => $"aslr {aslr.Pages.Text}",
        BinaryDeclaration binary => $"binary {binary.Size.Text}",
        RegionDeclaration r => $"region va {r.Va.Text} pa {r.Pa.Text} size {r.Size.Text} flags {r.Flags.Text}",
        TaStatement ta => Print(ta),
        CallStatement call => Print(call),
        ExpectStatement expectation => $"expect {ScriptPrinter.Print(expectation)}",
        _ => throw new ArgumentOutOfRangeException(nameof(statement), statement, null),
    };

    private static string Print(RepeatCount count) => count switch
    {
        FixedCount times => times.Times.Text,
        UntilOutOfMemory until => $"until {(until.HeapOnly ? UntilOutOfMemory.PrintOom : UntilOutOfMemory.Anything)}"
            + $"{(until.Max is { } max ? $" max {max.Text}" : "")}",
        _ => throw new ArgumentOutOfRangeException(nameof(count), count, null),
    };

    private string Print(TaStatement ta) =>
        string.Join(' ', ["ta", ta.Name.Text.PadRight(widths.Ta), ta.Uuid.ToString("D"), .. ta.Flags.Select(flag => flag.Text)]);

    private string Print(CallStatement call)
    {
        string result = call.Result is { } name ? $"{name.Text.PadRight(widths.Result)} = " : "";
        string expected = call.Expected is { } code ? $" -> {code.Text}" : "";
        return $"{call.Process.Text.PadRight(widths.Process)}  {result}{ScriptPrinter.Print(call)}{expected}";
    }
}

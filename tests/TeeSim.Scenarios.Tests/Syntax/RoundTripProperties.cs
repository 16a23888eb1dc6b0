using FsCheck.Xunit;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Tests.Syntax;

public class RoundTripProperties
{
    [Property(Arbitrary = [typeof(ScriptGenerator)], MaxTest = 500)]
    public void What_is_printed_parses_and_prints_the_same(Script script)
    {
        string printed = ScriptPrinter.Print(script);
        Examples.Reprint(printed).ShouldBe(printed);
    }

    [Property(Arbitrary = [typeof(ScriptGenerator)], MaxTest = 200)]
    public void Printing_loses_no_statement(Script script)
    {
        Script parsed = Examples.Parse(ScriptPrinter.Print(script));
        Kinds(parsed.Statements).ShouldBe(Kinds(script.Statements));
    }

    [Property(Arbitrary = [typeof(ScriptGenerator)], MaxTest = 200)]
    public void Positions_point_at_the_first_character_of_a_statement(Script script)
    {
        string[] lines = ScriptPrinter.Print(script).Split('\n');
        foreach (Statement statement in All(Examples.Parse(string.Join('\n', lines)).Statements))
        {
            string line = lines[statement.Position.Line - 1];
            statement.Position.Column.ShouldBe(line.Length - line.TrimStart().Length + 1);
        }
    }

    private static IEnumerable<string> Kinds(IReadOnlyList<Statement> statements) =>
        All(statements).Select(statement => statement.GetType().Name);

    private static IEnumerable<Statement> All(IReadOnlyList<Statement> statements) => statements.SelectMany(statement => statement switch
    {
        RepeatStatement repeat => All(repeat.Body).Prepend(repeat),
        TaStatement ta => ta.Body.Prepend(ta),
        CallStatement call => All(call.Body).Prepend(call),
        _ => [statement],
    });
}

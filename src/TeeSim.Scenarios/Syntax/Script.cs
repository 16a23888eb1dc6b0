namespace TeeSim.Scenarios.Syntax;

/// <summary>A parsed script: what the lines say, not yet whether the names in them mean anything.</summary>
/// <param name="File">The file's name as the user gave it; every position in the script names it.</param>
/// <param name="Statements">The statements and whole-line comments in file order.</param>
public sealed record Script(string File, IReadOnlyList<Statement> Statements);

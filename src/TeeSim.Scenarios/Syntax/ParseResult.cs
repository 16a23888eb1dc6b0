using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>What parsing gives: a script, or what is wrong with the text.</summary>
/// <param name="Script">The script; null when there are diagnostics.</param>
/// <param name="Diagnostics">What is wrong, in file order, at most 20; empty when there is a script.</param>
public sealed record ParseResult(Script? Script, IReadOnlyList<Diagnostic> Diagnostics);

namespace TeeSim.Core.Diagnostics;

/// <summary>Several things as a part of a sentence.</summary>
public static class Enumeration
{
    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    /// <param name="things">At least one.</param>
    public static string And(IReadOnlyList<string> things) => Of(things, "and");

    /// <summary><c>a</c>, <c>a or b</c>, <c>a, b or c</c>.</summary>
    /// <param name="things">At least one.</param>
    public static string Or(IReadOnlyList<string> things) => Of(things, "or");

    private static string Of(IReadOnlyList<string> things, string word) =>
        things is [var only] ? only : $"{string.Join(", ", things.SkipLast(1))} {word} {things[^1]}";
}

using System.Text.RegularExpressions;
using TeeSim.Core.Panics;

namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>The equations of the heap and of all region tables hold at the end.</summary>
internal sealed partial class CorruptionRule : IStateRule
{
    public IEnumerable<Finding> Judge(StateFacts state)
    {
        if (WorldEquations.Broken(state.World).FirstOrDefault() is { } broken)
            yield return new Finding(FailureKind.CorruptedHeap, "", 0, WithoutNumbers(broken));
    }

    /// <summary>What is said of memory that can't even be read.</summary>
    public static string Unreadable(CorePanicException damage) =>
        $"the memory is so damaged that it cannot be read: {WithoutNumbers(damage.What)}";

    // Addresses and counts differ from ordering to ordering.
    private static string WithoutNumbers(string sentence) => Number().Replace(sentence, "…");

    [GeneratedRegex(@"\b(0x[0-9a-f]+|[0-9]+)\b")]
    private static partial Regex Number();
}

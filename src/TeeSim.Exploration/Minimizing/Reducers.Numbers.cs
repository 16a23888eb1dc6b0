using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>Numbers.</summary>
internal static partial class Reducers
{
    /// <summary>
    /// Puts rounder and smaller numbers in the place of others, wherever the same number stands at once: the address of a map and that of its unmap belong together.
    /// </summary>
    public static void ShrinkNumbers(Reduction reduction)
    {
        foreach (ulong number in reduction.Calls.SelectMany(c => NumbersOf(c.Statement)).Select(n => n.Value).Distinct().OrderDescending().ToArray())
        {
            foreach (ulong nicer in NumberShrinker.Nicer(number))
            {
                if (reduction.Try(WithNumber(reduction, number, nicer))) break;
            }
        }
    }

    private static Step[] WithNumber(Reduction reduction, ulong number, ulong nicer) =>
        [.. reduction.Calls.Select(c => NumbersOf(c.Statement).Any(n => n.Value == number) ? StepList.With(c, WithNumber(c.Statement, number, nicer), reduction.Setup.Compiler) : c)];

    private static IEnumerable<Number> NumbersOf(CallStatement call) => call.Arguments.SelectMany(a => a.Value switch
    {
        NumberValue value => [value.Number],
        RangeValue range => [range.Base, range.Size],
        _ => Enumerable.Empty<Number>(),
    });

    private static CallStatement WithNumber(CallStatement call, ulong number, ulong nicer)
    {
        Number Nicer(Number n) => n.Value == number ? NumberShrinker.Written(nicer) : n;
        return call with
        {
            Arguments =
            [
                .. call.Arguments.Select(a => a.Value switch
                {
                    NumberValue value => a with { Value = new NumberValue(Nicer(value.Number)) },
                    RangeValue range => a with { Value = new RangeValue(Nicer(range.Base), Nicer(range.Size)) },
                    _ => a,
                }),
            ],
        };
    }
}

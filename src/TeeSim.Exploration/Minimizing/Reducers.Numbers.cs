using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>Nicer numbers.</summary>
internal static partial class Reducers
{
    /// <summary>
    /// Puts rounder and smaller numbers in the place of others, wherever the same number stands at once: the address of a map and that of
    /// its unmap belong together. Addresses become rounder, sizes of what has an address fewer pages, all others as small as what is
    /// declared allows; of the last each is then tried alone.
    /// </summary>
    public static void ShrinkNumbers(Reduction reduction)
    {
        foreach (ulong number in PlacesOf(reduction).Select(p => p.Number).Distinct().OrderDescending().ToArray())
        {
            NumberPlace[] places = [.. PlacesOf(reduction).Where(p => p.Number == number)];
            if (!ShrinkTogether(reduction, number, places) || places.Length == 1) continue;
            foreach (NumberPlace place in places.Where(p => p is { IsAddress: false, IsPages: false })) ShrinkAlone(reduction, place);
        }
    }

    // False when what has become of the number should stand wherever it stands now.
    private static bool ShrinkTogether(Reduction reduction, ulong number, NumberPlace[] places)
    {
        bool isHexadecimal = places.Any(p => p.IsHexadecimal);
        bool Holds(ulong smaller) => reduction.Try(With(reduction, p => places.Any(p.IsAt), smaller, isHexadecimal));
        if (places.Any(p => p.IsAddress))
        {
            foreach (ulong rounder in NumberShrinker.Rounder(number).Where(r => places.All(p => p.Allows(r))))
            {
                if (Holds(rounder)) return false;
            }

            return true;
        }

        ulong least = places.Max(p => p.Smallest);
        if (!places.Any(p => p.IsPages)) return NumberShrinker.Smallest(number, least, unit: 1, Holds) > least;
        least = Math.Max(NumberShrinker.Page, (least + NumberShrinker.Page - 1) / NumberShrinker.Page * NumberShrinker.Page);
        return NumberShrinker.Smallest(number, least, NumberShrinker.Page, Holds) == number;
    }

    private static void ShrinkAlone(Reduction reduction, NumberPlace place)
    {
        if (PlacesOf(reduction).FirstOrDefault(p => p.IsAt(place)) is not { } now) return;
        NumberShrinker.Smallest(
            now.Number, now.Smallest, unit: 1, smaller => reduction.Try(With(reduction, now.IsAt, smaller, now.IsHexadecimal)));
    }

    private static IEnumerable<NumberPlace> PlacesOf(Reduction reduction) => reduction.Calls.SelectMany(PlacesOf);

    private static IEnumerable<NumberPlace> PlacesOf(Step step)
    {
        for (int i = 0; i < step.Statement.Arguments.Count; i++)
        {
            Argument argument = step.Statement.Arguments[i];
            if (step.Call.Bound.ParameterOf(argument.Value) is not { } parameter || parameter == CoreCalls.Panics) continue;
            switch (argument.Value)
            {
                case NumberValue number:
                    yield return new NumberPlace(step.Index, i, IsSizeOfRange: false, number.Number, parameter, step.Call.Definition);
                    break;
                case RangeValue range:
                    yield return new NumberPlace(step.Index, i, IsSizeOfRange: false, range.Base, parameter, step.Call.Definition);
                    yield return new NumberPlace(step.Index, i, IsSizeOfRange: true, range.Size, parameter, step.Call.Definition);
                    break;
            }
        }
    }

    private static Step[] With(Reduction reduction, Predicate<NumberPlace> isMeant, ulong number, bool isHexadecimal)
    {
        Number written = NumberShrinker.Written(number, isHexadecimal);
        return [.. reduction.Calls.Select(Replaced)];

        Step Replaced(Step step)
        {
            NumberPlace[] meant = [.. PlacesOf(step).Where(p => isMeant(p))];
            if (meant.Length == 0) return step;
            CallStatement statement = step.Statement;
            return StepList.With(
                step,
                statement with
                {
                    Arguments =
                        [.. statement.Arguments.Select((a, i) => a with { Value = ValueOf(a.Value, meant.Where(p => p.Argument == i)) })],
                },
                reduction.Setup.Compiler);
        }

        Value ValueOf(Value value, IEnumerable<NumberPlace> meant)
        {
            foreach (NumberPlace place in meant)
            {
                value = value switch
                {
                    NumberValue => new NumberValue(written),
                    RangeValue old when place.IsSizeOfRange => new RangeValue(old.Base, written),
                    RangeValue old => new RangeValue(written, old.Size),
                    _ => value,
                };
            }

            return value;
        }
    }

    /// <summary>A number of a script.</summary>
    /// <param name="Step">The step's slot.</param>
    /// <param name="Argument">Which of its arguments.</param>
    /// <param name="IsSizeOfRange">Whether it is the second number of a range.</param>
    /// <param name="Written">The number as it is written.</param>
    /// <param name="Parameter">What it is given for.</param>
    /// <param name="Call">In which call.</param>
    private sealed record NumberPlace(int Step, int Argument, bool IsSizeOfRange, Number Written, Parameter Parameter, CallDefinition Call)
    {
        public ulong Number => Written.Value;

        public bool IsHexadecimal =>
            IsAddress || IsPages || (Number % NumberShrinker.Page != 0 && Written.Text.StartsWith("0x", StringComparison.Ordinal));

        private bool IsOfRange => Parameter.Type.Kind == ParameterKind.Range;

        public bool IsAddress => IsOfRange ? !IsSizeOfRange : Parameter.Use == NumberUse.Address;

        // Pages are what has an address; all else is counted in bytes.
        public bool IsPages =>
            (IsOfRange ? IsSizeOfRange : Parameter.Use == NumberUse.Size && HasAddress) && Number > 0 && Number % NumberShrinker.Page == 0;

        private bool HasAddress =>
            Call.Result == ParameterType.Address || Call.Parameters.Any(p => p.Use == NumberUse.Address || p.Type == ParameterType.Address);

        public ulong Smallest => IsOfRange ? 0 : Parameter.Smallest;

        public bool Allows(ulong number) => IsOfRange || (number >= Parameter.Smallest && number <= Parameter.Largest);

        public bool IsAt(NumberPlace other) => (Step, Argument, IsSizeOfRange) == (other.Step, other.Argument, other.IsSizeOfRange);
    }
}

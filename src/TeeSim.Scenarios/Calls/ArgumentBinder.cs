using System.Globalization;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Calls;

/// <summary>Gives each argument of a call to its parameter: by label, or by place for those that stand in front of the labels.</summary>
internal static class ArgumentBinder
{
    /// <summary>The call with the arguments that could be given to a parameter; what could not goes to <paramref name="report"/>.</summary>
    public static BoundCall Bind(CallStatement call, CallDefinition definition, Action<SourcePosition, string> report)
    {
        List<Value>[] bound = [.. definition.Parameters.Select(_ => new List<Value>())];
        Parameter[] placed = [.. definition.Parameters.Where(parameter => !parameter.NamedOnly)];
        int place = 0;
        bool labelled = false, complete = true;
        foreach (Argument argument in call.Arguments)
        {
            labelled |= argument.Label is not null;
            Parameter? parameter = argument.Label is { } label ? definition.Find(label.Text)
                : place < placed.Length && !labelled ? placed[place++]
                : null;
            string? problem = parameter is null ? Unplaced(argument, definition, labelled, placed.Length) : null;
            if (parameter is not null)
            {
                List<Value> values = bound[IndexOf(definition.Parameters, parameter)];
                if (values.Count == parameter.Most) problem = TooOften(definition, parameter);
                else values.Add(argument.Value);
            }

            if (problem is null) continue;
            report(argument.Position, problem);
            complete = false;
        }

        // When an argument went astray, the parameter that it was meant for is not missing as well.
        if (complete) ReportMissing(call, definition, bound, report);
        return new BoundCall(call, definition, bound);
    }

    private static void ReportMissing(
        CallStatement call, CallDefinition definition, List<Value>[] bound, Action<SourcePosition, string> report)
    {
        for (int i = 0; i < bound.Length; i++)
        {
            Parameter parameter = definition.Parameters[i];
            if (bound[i].Count >= parameter.Least) continue;
            string missing = $"'{parameter.Name}', {parameter.Type.WithArticle}";
            report(call.Call.Position, $"{definition.Name} is missing its {missing}; write {definition}");
        }
    }

    private static string Unplaced(Argument argument, CallDefinition definition, bool labelled, int places)
    {
        string found = Printable.Quote(ScriptPrinter.Print(argument));
        if (argument.Label is { } label)
        {
            return Sentence.Found(label.Text, $"an argument of {definition.Name}", definition.Parameters.Select(p => p.Name));
        }

        if (labelled) return $"found {found} behind an argument with a label; give it a label as well";
        if (definition.Parameters.Count > places)
            return $"found {found} where {definition.Name} takes only arguments with a label; write {definition}";
        string arguments = places switch
        {
            0 => "no arguments",
            1 => "no more than one argument",
            _ => string.Create(CultureInfo.InvariantCulture, $"no more than {places} arguments"),
        };
        return $"found {found} where {definition.Name} takes {arguments}";
    }

    private static string TooOften(CallDefinition definition, Parameter parameter) => parameter.Most == 1
        ? $"{definition.Name} is given its '{parameter.Name}' twice"
        : string.Create(CultureInfo.InvariantCulture, $"{definition.Name} is given more than {parameter.Most} of '{parameter.Name}'");

    private static int IndexOf(IReadOnlyList<Parameter> parameters, Parameter parameter)
    {
        int index = 0;
        while (!ReferenceEquals(parameters[index], parameter)) index++;
        return index;
    }
}

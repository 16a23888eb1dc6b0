using System.Globalization;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Gives each argument of a call to its parameter: by label, or by place for those that stand in front of the labels.</summary>
internal static class ArgumentBinder
{
    /// <summary>The call with the arguments that could be given to a parameter; what could not goes to <paramref name="report"/>.</summary>
    public static BoundCall Bind(CallStatement call, CallSignature signature, Action<SourcePosition, string> report)
    {
        List<Value>[] bound = [.. signature.Parameters.Select(_ => new List<Value>())];
        Parameter[] placed = [.. signature.Parameters.Where(parameter => !parameter.NamedOnly)];
        int place = 0;
        bool labelled = false, complete = true;
        foreach (Argument argument in call.Arguments)
        {
            labelled |= argument.Label is not null;
            Parameter? parameter = argument.Label is { } label ? signature.Find(label.Text)
                : place < placed.Length && !labelled ? placed[place++]
                : null;
            string? problem = parameter is null ? Unplaced(argument, signature, labelled, placed.Length) : null;
            if (parameter is not null)
            {
                List<Value> values = bound[IndexOf(signature.Parameters, parameter)];
                if (values.Count == parameter.Most) problem = TooOften(signature, parameter);
                else values.Add(argument.Value);
            }

            if (problem is null) continue;
            report(argument.Position, problem);
            complete = false;
        }

        // When an argument went astray, the parameter that it was meant for is not missing as well.
        if (complete) ReportMissing(call, signature, bound, report);
        return new BoundCall(call, signature, bound);
    }

    private static void ReportMissing(
        CallStatement call, CallSignature signature, List<Value>[] bound, Action<SourcePosition, string> report)
    {
        for (int i = 0; i < bound.Length; i++)
        {
            Parameter parameter = signature.Parameters[i];
            if (bound[i].Count >= parameter.Least) continue;
            string missing = $"'{parameter.Name}', {parameter.Type.WithArticle()}";
            report(call.Call.Position, $"{signature.Name} is missing its {missing}; write {signature}");
        }
    }

    private static string Unplaced(Argument argument, CallSignature signature, bool labelled, int places)
    {
        string found = Printable.Quote(ScriptPrinter.Print(argument));
        if (argument.Label is { } label)
        {
            return Sentence.Found(label.Text, $"an argument of {signature.Name}", signature.Parameters.Select(p => p.Name));
        }

        if (labelled) return $"found {found} behind an argument with a label; give it a label as well";
        if (signature.Parameters.Count > places) return $"found {found} where {signature.Name} takes only arguments with a label; write {signature}";
        string arguments = places switch
        {
            0 => "no arguments",
            1 => "no more than one argument",
            _ => string.Create(CultureInfo.InvariantCulture, $"no more than {places} arguments"),
        };
        return $"found {found} where {signature.Name} takes {arguments}";
    }

    private static string TooOften(CallSignature signature, Parameter parameter) => parameter.Most == 1
        ? $"{signature.Name} is given its '{parameter.Name}' twice"
        : string.Create(CultureInfo.InvariantCulture, $"{signature.Name} is given more than {parameter.Most} of '{parameter.Name}'");

    private static int IndexOf(IReadOnlyList<Parameter> parameters, Parameter parameter)
    {
        int index = 0;
        while (!ReferenceEquals(parameters[index], parameter)) index++;
        return index;
    }
}

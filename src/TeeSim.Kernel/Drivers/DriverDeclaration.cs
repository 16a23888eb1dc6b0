using TeeSim.Core.Diagnostics;

namespace TeeSim.Kernel.Drivers;

/// <summary>Whether what a driver declares fits together, before a script is checked against it.</summary>
public static class DriverDeclaration
{
    private const int LongestName = 64;

    /// <summary>
    /// What is wrong with a driver's declaration: the first thing, as a sentence without a full stop that starts with what it
    /// is about; null when nothing is.
    /// </summary>
    /// <param name="driver">The driver. Its properties are its own code, and may throw.</param>
    public static string? Problem(IDriverFactory driver)
    {
        IReadOnlyList<EntryPoint> entries = driver.EntryPoints;
        if (FirstTwice(entries.Select(e => e.Name)) is { } entry) return $"the entry point {Printable.Quote(entry)} is declared twice";
        if (FirstTwice(driver.Settings.Select(s => s.Name)) is { } twice) return $"the setting {Printable.Quote(twice)} is declared twice";
        if (driver.Settings.FirstOrDefault(s => !IsName(s.Name)) is { } setting) return $"the setting {NoName(setting.Name)}";
        if (driver.PseudoTa is { } pseudoTa && (pseudoTa.Name.Length == 0 || !Printable.IsSafe(pseudoTa.Name)))
            return "the pseudo TA has no name that can be printed";
        return entries.Select(e => Problem(e, entries)).FirstOrDefault(p => p is not null);
    }

    private static string? Problem(EntryPoint entry, IReadOnlyList<EntryPoint> all)
    {
        string it = $"the entry point {Printable.Quote(entry.Name)}";
        if (!IsName(entry.Name)) return $"the entry point {NoName(entry.Name)}";
        if (entry.Gives is { } gives && !IsName(gives.Noun)) return $"the result of {Printable.Quote(entry.Name)} {NoName(gives.Noun)}";
        if (FirstTwice(entry.Parameters.Select(p => p.Name)) is { } twice) return $"{it} has two parameters {Printable.Quote(twice)}";
        if (entry.Parameters.Select(Problem).FirstOrDefault(p => p is not null) is { } wrong) return $"{it} has a parameter that {wrong}";
        if (entry.Context == EntryContext.Handle
            && entry.Parameters.FirstOrDefault(p => p.Type == EntryParameterType.Handle) is not { IsOptional: false })
        {
            return $"{it} runs in the session of its first handle, and that is not always given";
        }
        return entry.ClosedBy is { } closer ? CloserProblem(entry, closer, all) : null;
    }

    private static string? Problem(EntryParameter parameter)
    {
        if (!IsName(parameter.Name)) return NoName(parameter.Name);
        bool isHandle = parameter.Type == EntryParameterType.Handle;
        string it = $"is called {Printable.Quote(parameter.Name)} and";
        if (isHandle != parameter.Handle is not null)
            return isHandle ? $"{it} is a handle of no kind" : $"{it} has a kind of handle, and is none";
        if (parameter.Handle is { } kind && !IsName(kind)) return $"{it} is a handle of a kind that {NoName(kind)}";
        if (parameter.Most < 1 || (parameter.Most > 1 && parameter.Type != EntryParameterType.Range))
            return $"{it} can be given {parameter.Most} times; only a range can be given more than once";
        return parameter.Smallest > parameter.Largest ? $"{it} can't be any number" : null;
    }

    private static string? CloserProblem(EntryPoint entry, string closer, IReadOnlyList<EntryPoint> all)
    {
        string it = $"the entry point {Printable.Quote(entry.Name)} is closed by {Printable.Quote(closer)}";
        if (entry.Gives is null) return $"{it}, and gives nothing";
        if (all.FirstOrDefault(e => e.Name == closer) is not { } closing) return $"{it}, which is no entry point of the driver";
        EntryParameter? unknown = closing.Parameters.FirstOrDefault(p => !p.IsOptional && !IsResultOf(entry, p) && !IsArgumentOf(entry, p));
        return unknown is null
            ? null
            : $"{it}, whose parameter {Printable.Quote(unknown.Name)} is neither its result nor one of its arguments";
    }

    private static bool IsResultOf(EntryPoint entry, EntryParameter parameter) =>
        parameter.Handle is { } kind && entry.Gives is { IsAddress: false } gives && gives.Noun == kind;

    private static bool IsArgumentOf(EntryPoint entry, EntryParameter parameter) =>
        entry.Parameters.Any(p => p.Name == parameter.Name && p.Type == parameter.Type && p.Handle == parameter.Handle);

    private static string? FirstTwice(IEnumerable<string> names) =>
        names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;

    private static string NoName(string name) =>
        $"can't be written in a script: {Printable.Quote(name)}; a letter, then letters, digits and '_' can be, at most {LongestName}";

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

using System.Diagnostics;
using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.Drivers.Reflection;

namespace TeeSim.Kernel.Drivers;

/// <summary>
/// Where an exception of a driver comes from. By that two are told apart, and not by their messages, which may carry addresses and numbers.
/// </summary>
/// <param name="Exception">Its type.</param>
/// <param name="Places">
/// The places in the driver's code that lead to it, the innermost first: <c>Keybox.cs:49</c>, or <c>Keybox.Use</c> where
/// no <c>.pdb</c> tells the line.
/// </param>
public sealed record ThrowOrigin(string Exception, IReadOnlyList<string> Places)
{
    /// <summary>The origin of an exception that was caught.</summary>
    /// <param name="fault">The exception.</param>
    public static ThrowOrigin Of(Exception fault) =>
        new(fault.GetType().FullName!, [.. new StackTrace(fault, fNeedFileInfo: true).GetFrames().Select(PlaceOf).OfType<string>()]);

    /// <summary>The innermost place that is a line of a file; null for none.</summary>
    public string? Line => Places.FirstOrDefault(p => p.Contains(':', StringComparison.Ordinal));

    /// <summary>Whether it is the same exception, thrown in the same place.</summary>
    /// <param name="other">The other one.</param>
    public bool IsSame(ThrowOrigin other) => Exception == other.Exception && (Places is [var mine, ..] && other.Places is [var others, ..]
        // The run time compiles hot code again, and a small method that throws is then no place of its own any more: the next
        // one outwards is the innermost.
        ? Places.Contains(others) || other.Places.Contains(mine)
        : Places.Count == other.Places.Count);

    // What a driver calls of the model, or of .NET, may throw, too; the place that tells most is the driver's.
    private static string? PlaceOf(StackFrame frame)
    {
        DiagnosticMethodInfo? method = DiagnosticMethodInfo.Create(frame);
        if (ModelAssemblies.Contains(method?.DeclaringAssemblyName)) return null;
        if (frame.GetFileName() is { Length: > 0 } path)
            return $"{Printable.Escape(path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1))}:{frame.GetFileLineNumber()}";
        return method is null || method.DeclaringAssemblyName.StartsWith("System.", StringComparison.Ordinal)
            ? null
            : Printable.Escape($"{method.DeclaringTypeName}.{method.Name}");
    }
}

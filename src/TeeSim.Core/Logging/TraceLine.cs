using System.Collections;
using System.Globalization;

namespace TeeSim.Core.Logging;

/// <summary>
/// One line of the core's log before it gets its prefix; the state of a log entry, so that structured sinks see its parts.
/// </summary>
/// <param name="Level">Error, info or debug.</param>
/// <param name="Site">The function and line that print it; null for the RAW macros.</param>
/// <param name="Text">The message.</param>
/// <param name="CoreKnown">Foreign interrupts were masked at the call, so the core's number is printed; else <c>?</c>.</param>
/// <param name="Microseconds">Simulated time since boot.</param>
/// <param name="FromLdelf">The loader of a TA prints it, not the core.</param>
public sealed record TraceLine(TraceLevel Level, SourceSite? Site, string Text, bool CoreKnown, long Microseconds, bool FromLdelf = false)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <inheritdoc/>
    public int Count => 5;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Level", Level),
        1 => new("Function", Site?.Function),
        2 => new("Line", Site?.Line),
        3 => new("Microseconds", Microseconds.ToString(CultureInfo.InvariantCulture)),
        4 => new("{OriginalFormat}", Text),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using Microsoft.Extensions.Logging;
using TeeSim.Core.Events;

namespace TeeSim.Core.Logging;

/// <summary>
/// What the core's EMSG, IMSG and DMSG macros are (<c>trace.c</c>): every line goes to an <see cref="ILogger"/> with the simulated time of
/// its moment. Ask <see cref="IsOn"/> before building a text.
/// </summary>
/// <param name="logger">Where lines go; null for nowhere.</param>
/// <param name="events">Gives the time.</param>
public sealed class TraceLog(ILogger? logger, EventStream events)
{
    /// <summary>The functions that the core is in, for what prints a call stack; null where nobody keeps track of them.</summary>
    public KernelStack? Stack { get; set; }

    /// <summary>Whether anybody reads lines of this level.</summary>
    public bool IsOn(TraceLevel level) => logger?.IsEnabled(ToLogLevel(level)) ?? false;

    /// <summary>Prints a line.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="site">The function and line in front; null for the RAW macros, which print none.</param>
    /// <param name="text">The message.</param>
    /// <param name="underLock">Printed with foreign interrupts masked: the core's number is known.</param>
    public void Write(TraceLevel level, SourceSite? site, string text, bool underLock = false)
    {
        if (!IsOn(level)) return;
        var line = new TraceLine(level, site, text, underLock, events.Stamp.Microseconds);
        logger!.Log(ToLogLevel(level), default, line, null, static (state, _) => state.Text);
    }

    /// <summary>Prints a line that the loader of a TA prints: component LD, without core and thread.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="site">The function and line in front; null for none.</param>
    /// <param name="text">The message.</param>
    public void WriteFromLdelf(TraceLevel level, SourceSite? site, string text)
    {
        if (!IsOn(level)) return;
        var line = new TraceLine(level, site, text, CoreKnown: false, events.Stamp.Microseconds, FromLdelf: true);
        logger!.Log(ToLogLevel(level), default, line, null, static (state, _) => state.Text);
    }

    private static LogLevel ToLogLevel(TraceLevel level) => level switch
    {
        TraceLevel.Error => LogLevel.Error,
        TraceLevel.Info => LogLevel.Information,
        _ => LogLevel.Debug,
    };
}

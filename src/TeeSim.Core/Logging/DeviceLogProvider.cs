using Microsoft.Extensions.Logging;

namespace TeeSim.Core.Logging;

/// <summary>
/// A provider of Microsoft.Extensions.Logging that writes the core's lines as the device prints them. Other entries get no device prefix,
/// since no device would print them.
/// </summary>
/// <param name="formatter">Knows the device's format.</param>
/// <param name="write">Is given each line, without a newline.</param>
public sealed class DeviceLogProvider(DeviceLineFormatter formatter, Action<string> write) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new DeviceLogger(formatter, write);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held: whoever gave the writer closes it.
    }

    private sealed class DeviceLogger(DeviceLineFormatter formatter, Action<string> write) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatMessage)
        {
            if (IsEnabled(logLevel)) write(state is TraceLine line ? formatter.Format(line) : formatMessage(state, exception));
        }
    }
}

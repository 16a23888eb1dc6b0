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
    /// <summary>Off, no line is built at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new DeviceLogger(this);

    private void Write(string line) => write(line);

    private string Format(TraceLine line) => formatter.Format(line);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held: whoever gave the writer closes it.
    }

    private sealed class DeviceLogger(DeviceLogProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => provider.Enabled && logLevel >= LogLevel.Debug && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatMessage)
        {
            if (IsEnabled(logLevel)) provider.Write(state is TraceLine line ? provider.Format(line) : formatMessage(state, exception));
        }
    }
}

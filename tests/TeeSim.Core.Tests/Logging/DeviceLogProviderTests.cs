using Microsoft.Extensions.Logging;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Profiles;

namespace TeeSim.Core.Tests.Logging;

public sealed class DeviceLogProviderTests : IDisposable
{
    private readonly List<string> _lines = [];
    private readonly DeviceLogProvider _provider;
    private readonly ILogger _logger;

    public DeviceLogProviderTests()
    {
        _provider = new DeviceLogProvider(new DeviceLineFormatter(TargetProfiles.Amlogic39Arm32.Log), _lines.Add);
        _logger = _provider.CreateLogger("core");
    }

    public void Dispose() => _provider.Dispose();

    [Fact]
    public void Lines_of_the_core_get_the_devices_prefix_and_the_simulated_time()
    {
        var events = new EventStream { Stamp = new EventStamp(12_000_345, "player", 3, 7) };
        var log = new TraceLog(_logger, events);

        log.Write(TraceLevel.Info, new SourceSite("a.c", 9, "f"), "text", underLock: true);

        _lines.ShouldBe(["[   12.000345@0] [TEE] I/TC:0 00 f:9 text"]);
    }

    [Fact]
    public void Other_entries_get_none()
    {
        _logger.Log(LogLevel.Warning, default, "plain", null, (state, _) => state);

        _lines.ShouldBe(["plain"]);
    }

    [Theory]
    [InlineData(LogLevel.Trace, false)]
    [InlineData(LogLevel.Debug, true)]
    [InlineData(LogLevel.Critical, true)]
    [InlineData(LogLevel.None, false)]
    public void Everything_from_debug_on_is_written(LogLevel level, bool written)
    {
        _logger.Log(level, default, "x", null, (state, _) => state);

        _logger.IsEnabled(level).ShouldBe(written);
        _lines.Count.ShouldBe(written ? 1 : 0);
    }

    [Fact]
    public void Scopes_do_nothing() => _logger.BeginScope("scope").ShouldBeNull();

    [Fact]
    public void A_log_without_a_logger_is_off()
    {
        var log = new TraceLog(null, new EventStream());

        log.IsOn(TraceLevel.Error).ShouldBeFalse();
        Should.NotThrow(() => log.Write(TraceLevel.Error, null, "nowhere"));
    }

    [Theory]
    [InlineData(TraceLevel.Error, LogLevel.Error)]
    [InlineData(TraceLevel.Info, LogLevel.Information)]
    [InlineData(TraceLevel.Debug, LogLevel.Debug)]
    public void The_levels_are_those_of_the_logging_library(TraceLevel level, LogLevel expected)
    {
        var seen = new List<LogLevel>();
        var log = new TraceLog(new Recorder(seen), new EventStream());

        log.Write(level, null, "x");

        seen.ShouldBe([expected]);
    }

    [Fact]
    public void A_structured_sink_sees_the_parts_of_a_line()
    {
        var line = new TraceLine(TraceLevel.Info, new SourceSite("a.c", 9, "f"), "text", CoreKnown: true, 5);

        line.ShouldBe(new KeyValuePair<string, object?>[]
        {
            new("Level", TraceLevel.Info), new("Function", "f"), new("Line", 9), new("Microseconds", "5"), new("{OriginalFormat}", "text"),
        });
        Should.Throw<ArgumentOutOfRangeException>(() => line[5]);
    }

    private sealed class Recorder(List<LogLevel> seen) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            seen.Add(logLevel);
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RaftLog.Replication.Tests;

/// <summary>Keeps log lines for a test to look at.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(int EventId, LogLevel Level, string Text)> _lines = new();

    public IEnumerable<(int EventId, LogLevel Level, string Text)> Lines => _lines;

    public bool Has(int eventId, string part) => _lines.Any(line => line.EventId == eventId && line.Text.Contains(part, StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, logLevel, formatter(state, exception) + (exception is null ? "" : $" ({exception.Message})")));

    public void Dispose()
    {
    }
}

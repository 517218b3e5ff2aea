using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Checks;

/// <summary>Takes the brokers' log lines into the trace, and a defect that a broker caught and logged for a failure of the run.</summary>
internal sealed class WatchfulLoggers(SimulatedWorld world, SimulatedProcess process, int broker) : ILoggerFactory, ILogger
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("A simulation logs into its trace.");

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning || world.Trace.Listener is not null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string line = formatter(state, exception);
        world.Trace.Listener?.Invoke($"             broker {broker}: {line}{(exception is null ? "" : $" [{exception.GetType().Name}: {exception.Message}]")}");
        // A process that was killed in the middle of a turn logs what follows from that.
        if (process.IsAlive && IsDefect(exception))
        {
            world.Fail($"a defect on broker {broker}: {line}{Environment.NewLine}{exception}");
        }
    }

    public void Dispose()
    {
    }

    private static bool IsDefect(Exception? exception) => exception
        is InvariantViolationException or NullReferenceException or InvalidCastException or IndexOutOfRangeException or KeyNotFoundException
        or ArgumentException or (InvalidOperationException and not ObjectDisposedException);
}

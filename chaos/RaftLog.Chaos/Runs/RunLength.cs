using System.Diagnostics;
using System.Globalization;

namespace RaftLog.Chaos;

/// <summary>When a run has had enough: after its rounds, or after its time.</summary>
internal sealed class RunLength
{
    private readonly int _rounds;
    private readonly TimeSpan _duration;
    private readonly long _started = Stopwatch.GetTimestamp();

    private RunLength(int rounds, TimeSpan duration)
    {
        _rounds = rounds;
        _duration = duration;
    }

    /// <summary>From the command line, where it says something, else from the scenario.</summary>
    public static RunLength Of(Scenario scenario, RunOptions options)
    {
        TimeSpan? duration = options.Duration ?? (options.Rounds is null ? scenario.Duration : null);
        int? rounds = options.Rounds ?? (duration is null ? scenario.Rounds : null);
        return new RunLength(rounds ?? int.MaxValue, duration ?? TimeSpan.MaxValue);
    }

    /// <summary>Whether this round, counted from 1, still belongs to it.</summary>
    public bool Includes(int round) => round <= _rounds && Stopwatch.GetElapsedTime(_started) < _duration;

    /// <summary>In words.</summary>
    public override string ToString() =>
        _rounds < int.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"{_rounds} rounds") : $"{Durations.Format(_duration)} of faults";
}

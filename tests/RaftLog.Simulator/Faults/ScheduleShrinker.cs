using System.Diagnostics;
using System.Text.RegularExpressions;

namespace RaftLog.Simulator.Faults;

/// <summary>
/// Looks for a small part of a schedule with which a run still fails in the same way, by leaving out ever smaller parts (delta debugging),
/// and for a short time that suffices. Bounded by the number of runs and by time, so what it finds need not be the smallest there is.
/// </summary>
/// <param name="run">Runs a candidate.</param>
/// <param name="mostRuns">How many candidates at most.</param>
/// <param name="patience">How long at most.</param>
internal sealed partial class ScheduleShrinker(Func<SimulationOptions, SimulationResult> run, int mostRuns, TimeSpan patience)
{
    private const int ComparedCharacters = 40;
    private static readonly TimeSpan LeastPeriod = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _clock = new();
    private SimulationOptions? _least;
    private SimulationResult? _outcome;

    /// <summary>How many candidates have been run.</summary>
    public int Runs { get; private set; }

    private bool IsTired => Runs >= mostRuns || _clock.Elapsed > patience;

    /// <summary>Shrinks a run that has failed.</summary>
    /// <returns>The smallest run that was found, and what came out of it.</returns>
    public (SimulationOptions Options, SimulationResult Result) Shrink(SimulationOptions options, SimulationResult failed)
    {
        _clock.Start();
        (_least, _outcome) = (options, failed);
        Shorten();
        LeaveOut();
        Shorten();
        return (_least, _outcome);
    }

    // What lies behind the failure has no part in it; of the rest, less may do.
    private void Shorten()
    {
        var end = TimeSpan.FromSeconds(Math.Ceiling(_outcome!.Simulated.TotalSeconds));
        if (end < _least!.Faults)
        {
            Try(Until(end));
        }

        while (!IsTired && _least.Faults > LeastPeriod && Try(Until(TimeSpan.FromSeconds(Math.Floor(_least.Faults.TotalSeconds * 0.7)))))
        {
        }
    }

    private SimulationOptions Until(TimeSpan end) =>
        _least! with { Faults = end, Schedule = new FaultSchedule([.. _least.Schedule.Faults.Where(fault => fault.At < end)]) };

    private void LeaveOut()
    {
        int parts = 2;
        while (!IsTired && _least!.Schedule.Faults.Count > 0 && parts <= _least.Schedule.Faults.Count * 2)
        {
            parts = TryWithoutEach(parts) ? Math.Max(2, parts - 1) : parts * 2;
        }
    }

    private bool TryWithoutEach(int parts)
    {
        var faults = _least!.Schedule.Faults;
        int size = Math.Max(1, (faults.Count + parts - 1) / parts);
        for (int from = 0; from < faults.Count && !IsTired; from += size)
        {
            var left = faults.Take(from).Concat(faults.Skip(from + size)).ToList();
            if (Try(_least with { Schedule = new FaultSchedule(left) }))
            {
                return true;
            }
        }

        return false;
    }

    private bool Try(SimulationOptions candidate)
    {
        Runs++;
        var result = run(candidate);
        if (result.Failure is null || KindOf(result.Failure) != KindOf(_outcome!.Failure!))
        {
            return false;
        }

        (_least, _outcome) = (candidate, result);
        return true;
    }

    // The words without the numbers: which broker or offset it was may differ.
    private static string KindOf(string failure)
    {
        string words = Numbers().Replace(failure, "#");
        return words[..Math.Min(words.Length, ComparedCharacters)];
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}

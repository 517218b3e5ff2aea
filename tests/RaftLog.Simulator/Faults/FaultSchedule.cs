namespace RaftLog.Simulator.Faults;

/// <summary>The faults of a run, in the order of their times. A function of the seed: nothing that happens in the run changes it.</summary>
internal sealed class FaultSchedule(IReadOnlyList<PlannedFault> faults)
{
    private const int LeastGapMs = 50;
    private const int MostGapMs = 4_000;

    // Keeps the draws of the schedule apart from those of the run, which begin with the same seed.
    private const int Salt = 0x5EED;

    public IReadOnlyList<PlannedFault> Faults { get; } = faults;

    /// <summary>Draws the faults of a seed up to a time. A longer period begins with the faults of a shorter one.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="period">Until when faults begin.</param>
    /// <param name="kinds">Which kinds there are; empty for all that belong to the mix.</param>
    public static FaultSchedule Draw(int seed, TimeSpan period, IReadOnlyCollection<string> kinds)
    {
        var chance = new Random(unchecked((seed * 397) ^ Salt));
        var mix = FaultCatalog.Mix(kinds);
        var faults = new List<PlannedFault>();
        var at = TimeSpan.Zero;
        while (true)
        {
            at += TimeSpan.FromMilliseconds(chance.Next(LeastGapMs, MostGapMs));
            var fault = new PlannedFault(faults.Count + 1, at, FaultCatalog.Draw(mix, chance), chance.Next());
            if (at >= period)
            {
                return new FaultSchedule(faults);
            }

            faults.Add(fault);
        }
    }

    /// <summary>Leaves out the faults of these numbers.</summary>
    public FaultSchedule Without(IReadOnlyCollection<int> numbers) => new([.. Faults.Where(fault => !numbers.Contains(fault.Number))]);

    /// <summary>Keeps only the faults of these numbers.</summary>
    public FaultSchedule Only(IReadOnlyCollection<int> numbers) => new([.. Faults.Where(fault => numbers.Contains(fault.Number))]);
}

using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Soak;

/// <summary>A long run, as it is saved.</summary>
internal sealed record SoakResult
{
    /// <summary>The commit of the checkout.</summary>
    public required string Commit { get; init; }

    /// <summary>Whether the checkout had changes that are in no commit.</summary>
    public required bool Dirty { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Date { get; init; }

    public required MachineFacts Machine { get; init; }

    /// <summary>What the cluster took at most, in the steady state, with retention at work.</summary>
    public required double MaximumPerSecond { get; init; }

    /// <summary>The share of it that was sent.</summary>
    public required double Share { get; init; }

    /// <summary>The minutes, the warm-up left out.</summary>
    public List<SoakMinute> Minutes { get; init; } = [];

    /// <summary>Records that were given up; there must be none.</summary>
    public long Refused { get; set; }
}

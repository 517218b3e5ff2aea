namespace RaftLog.Benchmarks.Compare;

/// <summary>How a metric changed from one result to the next.</summary>
internal enum Verdict
{
    /// <summary>Within the noise, or below the threshold.</summary>
    Same,

    /// <summary>Better beyond noise.</summary>
    Better,

    /// <summary>Worse beyond noise.</summary>
    Worse,
}

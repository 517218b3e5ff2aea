namespace RaftLog.Benchmarks.Results;

/// <summary>Which way a metric improves.</summary>
internal enum Better
{
    /// <summary>Neither: it only explains others.</summary>
    Neither,

    /// <summary>More is better.</summary>
    Higher,

    /// <summary>Less is better.</summary>
    Lower,
}

namespace RaftLog.Simulator.Workload.Records;

/// <summary>What a client knows of a batch that it sent.</summary>
internal enum SendOutcome
{
    /// <summary>No answer, or one that leaves it open: it may be there or come yet.</summary>
    Unknown,

    /// <summary>It is there, as far as its acks promise.</summary>
    Acknowledged,

    /// <summary>The broker took nothing: it must not be there.</summary>
    Refused,
}

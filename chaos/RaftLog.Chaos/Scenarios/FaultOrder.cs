namespace RaftLog.Chaos;

/// <summary>Which faults a round has.</summary>
internal enum FaultOrder
{
    /// <summary>All of them, one after the other.</summary>
    Sequence,

    /// <summary>One of them, drawn by the seed.</summary>
    Random,
}

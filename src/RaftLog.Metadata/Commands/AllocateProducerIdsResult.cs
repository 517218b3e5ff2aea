namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="AllocateProducerIdsCommand"/>: ids that nobody else was or will be given.</summary>
public sealed partial class AllocateProducerIdsResult : ControllerResult
{
    /// <summary>The first id of the block; -1 with an error.</summary>
    public long First { get; set; } = -1;

    /// <summary>How many ids there are from <see cref="First"/> on.</summary>
    public int Count { get; set; }
}

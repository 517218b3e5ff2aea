namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="DeleteOffsetsCommand"/>.</summary>
public sealed partial class DeleteOffsetsResult : ControllerResult
{
    /// <summary>One outcome for each partition, in the order asked for.</summary>
    public List<PartitionOutcome> Partitions { get; set; } = [];
}

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="DeleteTopicsCommand"/>.</summary>
public sealed partial class DeleteTopicsResult : ControllerResult
{
    /// <summary>One outcome for each topic asked for, in that order.</summary>
    public List<DeletedTopic> Topics { get; set; } = [];
}

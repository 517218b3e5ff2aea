namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="CreateTopicsCommand"/>.</summary>
public sealed partial class CreateTopicsResult : ControllerResult
{
    /// <summary>One outcome for each topic asked for, in that order.</summary>
    public List<CreatedTopic> Topics { get; set; } = [];
}

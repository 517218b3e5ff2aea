using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="DeleteTopicsCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class DeleteTopicsResult : ControllerResult
{
    /// <summary>One outcome for each topic asked for, in that order.</summary>
    [WireField("0+")]
    public List<DeletedTopic> Topics { get; set; } = [];
}

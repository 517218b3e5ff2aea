using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Asks for topics to be deleted, each by name or by id.</summary>
[WireMessage(ControllerCommandType.DeleteTopics, "0")]
public sealed partial class DeleteTopicsCommand
{
    /// <summary>The topics to delete.</summary>
    [WireField("0+")]
    public List<TopicReference> Topics { get; set; } = [];
}

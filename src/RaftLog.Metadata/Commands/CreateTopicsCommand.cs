using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Asks for new topics. Each succeeds or fails by itself.</summary>
[WireMessage(ControllerCommandType.CreateTopics, "0")]
public sealed partial class CreateTopicsCommand
{
    /// <summary>The topics to create.</summary>
    [WireField("0+")]
    public List<TopicCreation> Topics { get; set; } = [];

    /// <summary>Whether to check only, and change nothing.</summary>
    [WireField("0+")]
    public bool ValidateOnly { get; set; }
}

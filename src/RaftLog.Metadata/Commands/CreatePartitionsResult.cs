using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="CreatePartitionsCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class CreatePartitionsResult : ControllerResult
{
    /// <summary>One outcome for each topic, in the order asked for.</summary>
    [WireField("0+")]
    public List<GrownTopic> Topics { get; set; } = [];
}

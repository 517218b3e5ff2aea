using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="CreateTopicsCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class CreateTopicsResult : ControllerResult
{
    /// <summary>One outcome for each topic asked for, in that order.</summary>
    [WireField("0+")]
    public List<CreatedTopic> Topics { get; set; } = [];
}

using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="AlterConfigsCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class AlterConfigsResult : ControllerResult
{
    /// <summary>One outcome for each resource, in the order asked for.</summary>
    [WireField("0+")]
    public List<AlteredConfigResource> Resources { get; set; } = [];
}

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="AlterConfigsCommand"/>.</summary>
public sealed partial class AlterConfigsResult : ControllerResult
{
    /// <summary>One outcome for each resource, in the order asked for.</summary>
    public List<AlteredConfigResource> Resources { get; set; } = [];
}

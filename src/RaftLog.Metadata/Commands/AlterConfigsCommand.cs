using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Changes configurations. Each resource changes as a whole or not at all.</summary>
[WireMessage(ControllerCommandType.AlterConfigs, "0")]
public sealed partial class AlterConfigsCommand
{
    /// <summary>The resources to change.</summary>
    [WireField("0+")]
    public List<ConfigResourceAlteration> Resources { get; set; } = [];

    /// <summary>Whether to check only, and change nothing.</summary>
    [WireField("0+")]
    public bool ValidateOnly { get; set; }
}

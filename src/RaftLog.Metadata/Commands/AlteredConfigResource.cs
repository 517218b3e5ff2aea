using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>What became of one <see cref="ConfigResourceAlteration"/>.</summary>
[WireMessage("0")]
public sealed partial class AlteredConfigResource
{
    /// <summary>The kind of resource.</summary>
    [WireField("0+")]
    public ConfigResourceType Type { get; set; }

    /// <summary>The resource's name.</summary>
    [WireField("0+")]
    public string Name { get; set; } = "";

    /// <summary>Why nothing was changed.</summary>
    [WireField("0+")]
    public ErrorCode Error { get; set; }

    /// <summary>The same for people; null without an error.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? ErrorMessage { get; set; }
}

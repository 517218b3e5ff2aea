using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What became of one <see cref="ConfigResourceAlteration"/>.</summary>
public sealed partial class AlteredConfigResource
{
    /// <summary>The kind of resource.</summary>
    public ConfigResourceType Type { get; set; }

    /// <summary>The resource's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Why nothing was changed.</summary>
    public ErrorCode Error { get; set; }

    /// <summary>The same for people; null without an error.</summary>
    public string? ErrorMessage { get; set; }
}

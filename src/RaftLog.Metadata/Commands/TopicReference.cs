using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A topic by name or by id, not both.</summary>
[WireMessage("0")]
public sealed partial class TopicReference
{
    /// <summary>The name, or null when the id says it.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? Name { get; set; }

    /// <summary>The id, or empty when the name says it.</summary>
    [WireField("0+")]
    public Guid TopicId { get; set; }
}

using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>What of a group has expired. A rule rather than a list, so that a commit made meanwhile is never forgotten.</summary>
[WireMessage("0")]
public sealed partial class GroupExpiry
{
    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; set; } = "";

    /// <summary>Offsets committed at this time or before are forgotten, in Unix milliseconds.</summary>
    [WireField("0+")]
    public long CommittedUpToMs { get; set; }

    /// <summary>The topics whose offsets are kept all the same.</summary>
    [WireField("0+")]
    public List<string> KeptTopics { get; set; } = [];

    /// <summary>Whether the group goes too when no offset is left.</summary>
    [WireField("0+")]
    public bool RemoveIfBare { get; set; }
}

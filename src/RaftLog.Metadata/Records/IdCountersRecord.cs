using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>How far the ids were given out, in snapshots: those that belonged to what was deleted since must not be given again.</summary>
[WireMessage(MetadataRecordType.IdCounters, "0")]
public sealed partial class IdCountersRecord : MetadataRecord
{
    /// <summary>The next Raft group.</summary>
    [WireField("0+")]
    public GroupId NextGroup { get; init; }

    /// <summary>The next broker epoch.</summary>
    [WireField("0+")]
    public long NextBrokerEpoch { get; init; }
}

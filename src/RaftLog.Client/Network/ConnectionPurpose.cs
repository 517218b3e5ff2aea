namespace RaftLog.Client.Network;

/// <summary>
/// What a connection is for. A broker answers the requests of one connection in order, so a long poll must not stand in front of
/// anything else.
/// </summary>
internal enum ConnectionPurpose
{
    /// <summary>Metadata and everything else that is answered at once.</summary>
    General,

    /// <summary>Produce requests.</summary>
    Produce,

    /// <summary>Fetch requests.</summary>
    Fetch,

    /// <summary>JoinGroup and SyncGroup, which wait for other members.</summary>
    GroupMembership,
}

namespace RaftLog.Broker.Groups;

/// <summary>How far a member is on its way to what it shall have (KIP-848).</summary>
/// <remarks>
/// <code>
///            ┌───────────── target changed ──────────────┐
///            ▼                                           │
/// Revoking ──it has given them up──► Waiting ──all are free──► Stable
/// </code>
/// </remarks>
internal enum ConsumerMemberState
{
    /// <summary>It has what it shall have.</summary>
    Stable,

    /// <summary>It has to give up partitions first; until it has said so it stays in its epoch and gets nothing new.</summary>
    Revoking,

    /// <summary>Others have not given up yet all that it shall have.</summary>
    Waiting,
}

namespace RaftLog.Broker.Groups;

/// <summary>
/// Where a consumer group stands. The names are spelled as DescribeGroups and ListGroups send them.
/// </summary>
/// <remarks>
/// <code>
/// Empty ──first join──► PreparingRebalance ──all joined, or time is up──► CompletingRebalance ──leader syncs──► Stable
///   ▲                        │      ▲ ▲                                          │                               │
///   └────── nobody left ─────┘      │ └──────── join, leave, expiry ─────────────┘                               │
///   │                               └─────────────── join, leave, expiry ────────────────────────────────────────┘
///   └── idle for the retention time, or deleted ──► Dead
/// </code>
/// </remarks>
internal enum ClassicGroupState
{
    /// <summary>No members; committed offsets may remain.</summary>
    Empty,

    /// <summary>Waiting for the members to join the next generation.</summary>
    PreparingRebalance,

    /// <summary>The generation is formed; waiting for its leader's assignments.</summary>
    CompletingRebalance,

    /// <summary>Every member has, or can have, its assignment.</summary>
    Stable,

    /// <summary>Gone; the object answers nothing any more.</summary>
    Dead,
}

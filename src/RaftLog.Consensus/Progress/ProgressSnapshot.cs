using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>A leader's picture of one replica at one moment, for status and metrics.</summary>
/// <param name="Replica">The replica; the leader itself is among them.</param>
/// <param name="State">How the leader sends to it.</param>
/// <param name="Match">The last index it is known to have on stable storage.</param>
/// <param name="Next">The next index to send.</param>
/// <param name="InflightAppends">Appends not acknowledged yet.</param>
/// <param name="InflightBytes">Their bytes.</param>
/// <param name="IsRecentlyActive">Whether it was heard within an election timeout.</param>
/// <param name="IsLearner">Whether it has no vote.</param>
public readonly record struct ProgressSnapshot(
    ReplicaId Replica,
    ProgressState State,
    LogIndex Match,
    LogIndex Next,
    int InflightAppends,
    long InflightBytes,
    bool IsRecentlyActive,
    bool IsLearner);

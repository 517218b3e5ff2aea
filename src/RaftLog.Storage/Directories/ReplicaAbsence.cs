namespace RaftLog.Storage;

/// <summary>Why a replica is in none of the log directories that are open.</summary>
public enum ReplicaAbsence
{
    /// <summary>It has never been here, so it may be created.</summary>
    New,

    /// <summary>It was here, and what it promised may be forgotten: it must not be created again, only followed by another.</summary>
    Lost,

    /// <summary>It lies in a log directory that is offline, and may be whole.</summary>
    Offline,
}

namespace RaftLog.Model;

/// <summary>Why a replica that a broker should have is not there, or not whole.</summary>
public enum ReplicaTrouble : sbyte
{
    /// <summary>It is not open; nobody says why. It may be about to be.</summary>
    NotOpen = 0,

    /// <summary>It lies in a log directory that is offline, and may be whole.</summary>
    DirectoryOffline = 1,

    /// <summary>It is closed until its disk takes writes again.</summary>
    Closed = 2,

    /// <summary>It was lost or damaged, and is being rebuilt from the other brokers.</summary>
    Rebuilding = 3,
}

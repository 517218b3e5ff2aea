namespace RaftLog.Replication;

/// <summary>What a broker says to another that connects. The numbers stand on the wire.</summary>
internal enum HandshakeVerdict : byte
{
    Accepted = 0,

    /// <summary>The two speak different versions of the protocol.</summary>
    UnsupportedVersion = 1,

    /// <summary>The caller belongs to another cluster.</summary>
    WrongCluster = 2,

    /// <summary>The caller wanted another broker than the one that listens here.</summary>
    WrongBroker = 3,

    /// <summary>The caller says that it is the very broker that listens here: two processes share an id.</summary>
    SameBroker = 4,

    /// <summary>The greeting makes no sense.</summary>
    Malformed = 5,
}

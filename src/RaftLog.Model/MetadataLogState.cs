namespace RaftLog.Model;

/// <summary>How the metadata log of a broker is.</summary>
public enum MetadataLogState : sbyte
{
    /// <summary>It is open, and the broker a full member of the metadata group.</summary>
    Open = 0,

    /// <summary>It is closed until its disk takes writes again.</summary>
    Closed = 1,

    /// <summary>It was damaged, and is being rebuilt from the other controllers.</summary>
    Rebuilding = 2,
}

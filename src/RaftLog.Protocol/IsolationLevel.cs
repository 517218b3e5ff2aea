namespace RaftLog.Protocol;

/// <summary>Which records a reader sees.</summary>
public enum IsolationLevel : sbyte
{
    /// <summary>All up to the high watermark.</summary>
    ReadUncommitted = 0,

    /// <summary>Those up to the last stable offset; the client leaves out aborted ones.</summary>
    ReadCommitted = 1,
}

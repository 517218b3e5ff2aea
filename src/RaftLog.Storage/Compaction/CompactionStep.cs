namespace RaftLog.Storage;

/// <summary>How a step of a <see cref="LogCompaction"/> ended.</summary>
public enum CompactionStep
{
    /// <summary>There is more to do.</summary>
    Continues,

    /// <summary>A cleaned segment waits in <see cref="LogCompaction.Ready"/>; take it before the next step.</summary>
    SegmentReady,

    /// <summary>All is done.</summary>
    Finished,

    /// <summary>A segment was removed from the log meanwhile: nothing more can come of this.</summary>
    Overtaken,
}

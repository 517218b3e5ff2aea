using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// A drop of a log's beginning that was planned (<see cref="PartitionLog.PlanDrop"/>). What it has to wait for on the disk is done by
/// <see cref="Prepare"/>, on any thread; then the log's writer completes it (<see cref="PartitionLog.CompleteDrop"/>).
/// </summary>
public sealed class PrefixDrop
{
    private readonly PartitionLog _log;

    internal PrefixDrop(PartitionLog log, LogSegment kept, LogCheckpoint checkpoint)
    {
        _log = log;
        Kept = kept;
        Checkpoint = checkpoint;
    }

    /// <summary>The index that the log is to begin with.</summary>
    public LogIndex First => Checkpoint.FirstIndex;

    /// <summary>The segment that is to be the first.</summary>
    internal LogSegment Kept { get; }

    /// <summary>What is to be known of the dropped part.</summary>
    internal LogCheckpoint Checkpoint { get; }

    /// <summary>Makes durable what the checkpoint counts on, and then the checkpoint itself, though not in its place.</summary>
    /// <exception cref="LogOfflineException">A file could not be written, or an earlier write failed.</exception>
    public void Prepare() => _log.Prepare(this);
}

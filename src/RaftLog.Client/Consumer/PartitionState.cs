using RaftLog.Client.Network;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// A partition that this consumer reads. <see cref="Position"/> and what it says of commits belong to the consuming caller; everything
/// about fetching is guarded by the lock of <see cref="AssignedPartitions"/>.
/// </summary>
internal sealed class PartitionState(TopicPartition partition)
{
    private long _position = -1;

    public TopicPartition Partition => partition;

    /// <summary>The offset of the next record to return; -1 while unknown.</summary>
    public long Position
    {
        get => Volatile.Read(ref _position);
        set => Volatile.Write(ref _position, value);
    }

    /// <summary>The leader epoch of the last record returned; -1 before the first.</summary>
    public int LastEpoch { get; set; } = -1;

    /// <summary>The position that was committed last by this consumer, or read from the group; -1 for none.</summary>
    public long CommittedOffset { get; set; } = -1;

    public PositionStatus Status { get; set; } = PositionStatus.NeedsReset;

    /// <summary>The offset of the next fetch; ahead of <see cref="Position"/> by what lies in the buffer.</summary>
    public long FetchOffset { get; set; } = -1;

    /// <summary>Raised whenever the place changes, so that what was fetched for an earlier place is recognised and dropped.</summary>
    public int Generation { get; set; }

    public bool IsPaused { get; set; }

    /// <summary>Whether a fetch for it is under way.</summary>
    public bool IsFetching { get; set; }

    /// <summary>The bytes that lie in the buffer.</summary>
    public long BufferedBytes { get; set; }

    /// <summary>Nothing is fetched before this time, on the monotonic clock.</summary>
    public long NotBeforeMs { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; set; }

    /// <summary>The leader that failed last, as the metadata had it; null after a success.</summary>
    public PartitionMetadata? Suspect { get; set; }

    /// <summary>Continues at another place; under the lock.</summary>
    public void MoveTo(long offset)
    {
        Generation++;
        Status = PositionStatus.Known;
        FetchOffset = offset;
        Position = offset;
        NotBeforeMs = 0;
    }

    /// <summary>Continues where the group has committed; under the lock.</summary>
    public void MoveToCommitted()
    {
        Generation++;
        Status = PositionStatus.NeedsCommitted;
        Position = -1;
        NotBeforeMs = 0;
    }

    /// <summary>Drops what was fetched ahead; under the lock.</summary>
    public void DropFetched()
    {
        Generation++;
        FetchOffset = Position;
    }
}

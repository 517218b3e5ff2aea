using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>The result of <see cref="PartitionLog.ReadFrames"/>: whole frames, headers included, in the order of the log.</summary>
/// <param name="Status">How the read ended.</param>
/// <param name="First">The index of the first frame read; meaningless when nothing was.</param>
/// <param name="Last">The index of the last frame read (inclusive); below <paramref name="First"/> when nothing was.</param>
/// <param name="Bytes">The bytes of all frames.</param>
public readonly record struct FrameRange(ReadStatus Status, LogIndex First, LogIndex Last, long Bytes)
{
    /// <summary>Whether nothing was read.</summary>
    public bool IsEmpty => Last < First;
}

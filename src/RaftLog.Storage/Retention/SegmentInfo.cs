using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What retention needs to know of a segment.</summary>
/// <param name="FirstIndex">The index that it begins with.</param>
/// <param name="LastIndex">Its last entry; below <paramref name="FirstIndex"/> when it is empty.</param>
/// <param name="FirstOffset">The offset of its first record.</param>
/// <param name="NextOffset">The offset behind its last record.</param>
/// <param name="SizeInBytes">The length of its file, with what waits to be written.</param>
/// <param name="FirstTimestampMs">About the timestamp of its first record; <see cref="NoTimestamp"/> without records.</param>
/// <param name="MaxTimestampMs">The largest timestamp of its records; <see cref="NoTimestamp"/> without records.</param>
/// <param name="IsActive">Whether it is the one that is appended to.</param>
public readonly record struct SegmentInfo(
    LogIndex FirstIndex,
    LogIndex LastIndex,
    Offset FirstOffset,
    Offset NextOffset,
    long SizeInBytes,
    long FirstTimestampMs,
    long MaxTimestampMs,
    bool IsActive)
{
    /// <summary>The timestamp of a segment without records.</summary>
    public const long NoTimestamp = FrameInfo.NoTimestamp;

    /// <summary>Whether it holds any records: one may hold nothing but what the group itself wrote.</summary>
    public bool HasRecords => NextOffset > FirstOffset;
}

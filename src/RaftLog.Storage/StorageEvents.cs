using Microsoft.Extensions.Logging;

namespace RaftLog.Storage;

/// <summary>What storage tells operators. Event ids 1000 to 1099; the highest in use is 1051.</summary>
internal static partial class StorageEvents
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Warning,
        Message = "Segment {File} ended in a torn write ({Problem}): cut at byte {Position}, {Bytes} bytes that were never flushed are gone.")]
    public static partial void CutTornTail(ILogger logger, string file, long position, long bytes, FrameProblem problem);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Segment {File} follows a torn one and was never flushed: deleted.")]
    public static partial void DroppedUnflushedSegment(ILogger logger, string file);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error,
        Message = "The log in {Directory} is offline: {Reason} Its replica takes no part until the log is opened again.")]
    public static partial void LogOffline(ILogger logger, string directory, string reason);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "Term and vote can no longer be stored: {Reason} No replica of this log directory may vote.")]
    public static partial void HardStateOffline(ILogger logger, string reason);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "Producer state in {File} cannot be used ({Reason}); it is rebuilt from the log.")]
    public static partial void IgnoredProducerSnapshot(ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Debug, Message = "Began segment {File}.")]
    public static partial void BeganSegment(ILogger logger, string file);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Information, Message = "Truncated the log in {Directory} from index {Index} on.")]
    public static partial void Truncated(ILogger logger, string directory, long index);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Information,
        Message = "Dropped {Segments} segments of the log in {Directory}; it begins at index {Index} now, and is read from offset {LogStart} on.")]
    public static partial void DroppedPrefix(ILogger logger, string directory, int segments, long index, long logStart);

    [LoggerMessage(EventId = 1010, Level = LogLevel.Warning, Message = "What a clean stop left in {File} cannot be used ({Reason}); every segment is opened.")]
    public static partial void IgnoredCleanStop(ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning, Message = "The index {File} cannot be used as it is; it is rebuilt from its segment.")]
    public static partial void IgnoredIndex(ILogger logger, string file);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "{File} cannot be used ({Reason}): every segment is opened, as after a kill.")]
    public static partial void IgnoredRun(ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 1050, Level = LogLevel.Error, Message = "The log directory {Directory} is offline, and with it the replicas in it: {Reason}")]
    public static partial void LogDirectoryMissing(ILogger logger, string directory, string reason);

    [LoggerMessage(EventId = 1051, Level = LogLevel.Warning,
        Message = "The replica of {Topic}-{Partition} in {Directory} is out of date: another one was placed since. Its files were put aside: {Aside}.")]
    public static partial void StaleReplica(ILogger logger, string topic, int partition, string directory, string? aside);

    [LoggerMessage(EventId = 1040, Level = LogLevel.Information,
        Message = "The log in {Directory} was replaced by that of another replica; it holds the indexes {First} to {Last} now.")]
    public static partial void Replaced(ILogger logger, string directory, long first, long last);

    [LoggerMessage(EventId = 1020, Level = LogLevel.Information, Message = "Segment {File} was replaced by {Cleaned}: deleted.")]
    public static partial void DroppedReplacedSegment(ILogger logger, string file, string cleaned);

    [LoggerMessage(EventId = 1021, Level = LogLevel.Information,
        Message = "Cleaned {Segments} segments into {File}: {BytesBefore} bytes before, {BytesAfter} after.")]
    public static partial void InstalledCleanedSegment(ILogger logger, int segments, string file, long bytesBefore, long bytesAfter);

    [LoggerMessage(EventId = 1022, Level = LogLevel.Warning,
        Message = "The records of the batch at offset {Offset} in {Directory} cannot be read ({Reason}): compaction leaves it as it is.")]
    public static partial void SkippedUnreadableBatch(ILogger logger, long offset, string directory, string reason);
}

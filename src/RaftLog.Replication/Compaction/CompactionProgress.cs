namespace RaftLog.Replication;

/// <summary>How far a step of a compaction came.</summary>
/// <param name="IsOver">Whether there are no more steps: all is done, or it was given up.</param>
/// <param name="BytesRead">The bytes that the step read.</param>
/// <param name="BytesWritten">The bytes that it wrote.</param>
/// <param name="BytesFreed">The bytes by which the log is shorter after it.</param>
public readonly record struct CompactionProgress(bool IsOver, long BytesRead = 0, long BytesWritten = 0, long BytesFreed = 0);

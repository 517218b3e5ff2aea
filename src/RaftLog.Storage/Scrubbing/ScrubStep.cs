namespace RaftLog.Storage;

/// <summary>What one step of a <see cref="LogScrub"/> did.</summary>
/// <param name="Bytes">How much it read.</param>
/// <param name="IsDone">Whether the pass over the log is complete.</param>
/// <param name="RebuiltIndex">The index file that was found wrong and rebuilt; null when none was.</param>
public readonly record struct ScrubStep(long Bytes, bool IsDone, string? RebuiltIndex = null);

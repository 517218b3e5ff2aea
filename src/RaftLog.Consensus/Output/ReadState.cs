using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>The answer to a <see cref="RaftCore.ReadIndex"/> (thesis §6.4).</summary>
/// <param name="Context">What the caller gave.</param>
/// <param name="Index">A read that waits until this index is applied is linearizable.</param>
/// <param name="IsConfirmed">Whether leadership was confirmed; false when it was lost meanwhile, and the caller asks elsewhere.</param>
public readonly record struct ReadState(long Context, LogIndex Index, bool IsConfirmed);

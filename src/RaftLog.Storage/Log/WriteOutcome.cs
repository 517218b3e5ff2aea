using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What <see cref="PartitionLog.WritePending"/> has written.</summary>
/// <param name="UpTo">The last index that is written now.</param>
/// <param name="Term">The term of that entry.</param>
/// <param name="IsPersisted">
/// Whether that counts as persisted already (<see cref="FlushMode.Interval"/>); otherwise the flusher's listener is told when it does.
/// </param>
public readonly record struct WriteOutcome(LogIndex UpTo, Term Term, bool IsPersisted);

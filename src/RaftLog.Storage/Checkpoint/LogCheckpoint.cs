using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// What must be known of the part of a log that its files no longer hold. Written before anything of that part goes, so that a crash in
/// between is finished by the next open and never leaves a log that does not know where it begins.
/// </summary>
/// <param name="FirstIndex">The first index kept; a segment begins with it. Whatever lies below may be gone or not, and goes when the log is opened.</param>
/// <param name="FirstOffset">The offset at which that segment begins.</param>
/// <param name="PrecedingTerm">The term of the entry before <paramref name="FirstIndex"/>.</param>
/// <param name="LogStartOffset">The log start that the group had agreed on, at or above <paramref name="FirstOffset"/> or a little below the first kept record.</param>
/// <param name="CleanedUpTo">The last index of the last cleaned (compacted) segment, below or at which the log has holes; zero when there is none.</param>
/// <param name="Configuration">The encoded configuration of the group in force before <paramref name="FirstIndex"/>; empty when it is the one that the group was created with.</param>
/// <param name="ProducersNext">The producer state is that of the entries below this index, all of them committed.</param>
/// <param name="Producers">The encoded state of the idempotent producers.</param>
public sealed record LogCheckpoint(
    LogIndex FirstIndex,
    Offset FirstOffset,
    Term PrecedingTerm,
    Offset LogStartOffset,
    LogIndex CleanedUpTo,
    ReadOnlyMemory<byte> Configuration,
    LogIndex ProducersNext,
    ReadOnlyMemory<byte> Producers);

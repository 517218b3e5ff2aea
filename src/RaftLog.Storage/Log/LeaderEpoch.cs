using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Where the entries of a term begin in a log.</summary>
/// <param name="Term">The term; Kafka's leader epoch.</param>
/// <param name="FirstIndex">The index of its first entry in this log.</param>
/// <param name="StartOffset">The offset of its first record (KIP-101), whether or not it has one yet.</param>
public readonly record struct LeaderEpoch(Term Term, LogIndex FirstIndex, Offset StartOffset);

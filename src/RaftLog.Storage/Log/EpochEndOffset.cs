using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>The answer to OffsetForLeaderEpoch (KIP-101, KIP-320).</summary>
/// <param name="Term">The largest term of the log that is not above the one asked for.</param>
/// <param name="EndOffset">Where that term ends (exclusive): the start of the next one, or the log end.</param>
public readonly record struct EpochEndOffset(Term Term, Offset EndOffset);

using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>A state machine's state at a place in the log, opaque to storage.</summary>
/// <param name="Index">The last entry that the state contains.</param>
/// <param name="Term">The term of that entry.</param>
/// <param name="Configuration">The encoded configuration of the group as of that entry.</param>
/// <param name="Content">The encoded state.</param>
public sealed record LogSnapshot(LogIndex Index, Term Term, ReadOnlyMemory<byte> Configuration, ReadOnlyMemory<byte> Content);

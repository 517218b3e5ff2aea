using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// What the core needs to know of one entry of an append that arrived; the entry's bytes stay in <see cref="RaftMessage.Payload"/>.
/// </summary>
/// <param name="Term">The term in which a leader made the entry.</param>
/// <param name="Kind">What the entry holds.</param>
/// <param name="Bytes">Its size in the log, in bytes.</param>
/// <param name="Configuration">The decoded configuration, present exactly for <see cref="EntryKind.Configuration"/>.</param>
public readonly record struct EntryDescriptor(Term Term, EntryKind Kind, int Bytes, GroupConfiguration? Configuration = null);

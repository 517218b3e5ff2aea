using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// Entries for the host to write to its log, at once and in the order given, behind an optional truncation. Written is not flushed:
/// when the flush is done the host says so with <see cref="RaftCore.EntriesPersisted"/> (<see cref="Last"/>, <see cref="Term"/>).
/// </summary>
/// <param name="First">The first index to write.</param>
/// <param name="Last">The last index to write (inclusive).</param>
/// <param name="Term">The term of the last entry; of all of them when this replica leads.</param>
/// <param name="Kind">The kind of the entry of a leader; of the last entry of a follower's append.</param>
/// <param name="Payload">What the host gave in <see cref="RaftCore.Propose"/> or with the message.</param>
/// <param name="Configuration">The configuration to encode as the payload of a leader's configuration entry.</param>
/// <param name="TruncateFrom">
/// When set, the log is cut so that this is the first index gone, before anything is written. At most <paramref name="First"/>.
/// </param>
/// <param name="Entries">Of a follower's append: the entries to write, without the skipped ones.</param>
/// <param name="SkippedEntries">How many entries at the start of the message are in the log already and must not be written again.</param>
/// <param name="SkippedBytes">The bytes of those entries at the start of the payload.</param>
public readonly record struct LogAppend(
    LogIndex First,
    LogIndex Last,
    Term Term,
    EntryKind Kind,
    object? Payload,
    GroupConfiguration? Configuration = null,
    LogIndex? TruncateFrom = null,
    ReadOnlyMemory<EntryDescriptor> Entries = default,
    int SkippedEntries = 0,
    long SkippedBytes = 0);

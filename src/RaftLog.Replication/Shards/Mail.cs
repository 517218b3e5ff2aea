using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>One thing for a shard to take in. A value, so that a flush notice or a proposal costs no object of its own.</summary>
/// <param name="Kind">What it is; decides which of the other fields mean something.</param>
/// <param name="Group">The group it is for.</param>
/// <param name="Content">Whatever the kind says.</param>
/// <param name="Bytes">What it counts for in the mailbox.</param>
/// <param name="Index">An index.</param>
/// <param name="Term">A term.</param>
/// <param name="Replica">A vote, or a broker.</param>
/// <param name="Truncations">How often the log had been truncated.</param>
internal readonly record struct Mail(
    MailKind Kind,
    RaftGroup? Group,
    object? Content = null,
    int Bytes = 0,
    LogIndex Index = default,
    Term Term = default,
    ReplicaId Replica = default,
    int Truncations = 0);

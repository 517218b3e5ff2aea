using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What the sequence numbers of a batch say (KIP-98).</summary>
/// <param name="Status">Whether to append it.</param>
/// <param name="DuplicateOf">The base offset under which the same batch was appended before; set for <see cref="ProducerCheckStatus.Duplicate"/> only.</param>
/// <param name="DuplicateEnd">The offset behind that batch: the duplicate may be acknowledged when the high watermark has reached it.</param>
public readonly record struct ProducerCheck(ProducerCheckStatus Status, Offset DuplicateOf = default, Offset DuplicateEnd = default);

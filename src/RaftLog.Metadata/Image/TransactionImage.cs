using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// What is known of a transactional id: who may produce under it, and the transaction that is open or ends. The legal transitions:
/// <code>
///   (new) ──InitProducerId──► Empty ──AddPartitions, AddOffsets──► Ongoing ──EndTxn──► PrepareCommit ──all have the marker──► CompleteCommit
///                                                                     └──EndTxn, time is up, InitProducerId──► PrepareAbort ──► CompleteAbort
///   Empty, Complete* ──InitProducerId──► Empty       Complete* ──AddPartitions, AddOffsets──► Ongoing       Empty, Complete* ──EndTxn (abort, version 2)──► CompleteAbort
/// </code>
/// A transaction without partitions needs no markers and skips Prepare.
/// </summary>
public sealed record TransactionImage
{
    /// <summary>Stands for no producer id.</summary>
    public const long NoProducerId = -1;

    /// <summary>Stands for no epoch.</summary>
    public const short NoEpoch = -1;

    private static readonly ImmutableSortedDictionary<string, ImmutableDictionary<TopicPartition, CommittedOffset>> NoOffsets =
        ImmutableSortedDictionary.Create<string, ImmutableDictionary<TopicPartition, CommittedOffset>>(StringComparer.Ordinal);

    /// <summary>The transactional id.</summary>
    public required string TransactionalId { get; init; }

    /// <summary>The state.</summary>
    public TransactionState State { get; init; }

    /// <summary>The producer id in use.</summary>
    public long ProducerId { get; init; } = NoProducerId;

    /// <summary>The only epoch that may go on; in a Prepare state that of the markers.</summary>
    public short ProducerEpoch { get; init; } = NoEpoch;

    /// <summary>The producer id before the last exhaustion of epochs, until a transaction is begun under the new one: a repeated request may still name it.</summary>
    public long PreviousProducerId { get; init; } = NoProducerId;

    /// <summary>The epoch that the same producer had before its last bump, so that its repeated request is known; none after it was fenced.</summary>
    public short LastProducerEpoch { get; init; } = NoEpoch;

    /// <summary>In a Prepare state whose epochs are exhausted: the producer id that takes over when it is complete.</summary>
    public long NextProducerId { get; init; } = NoProducerId;

    /// <summary>After how long a transaction is aborted, in milliseconds.</summary>
    public int TimeoutMs { get; init; }

    /// <summary>How the client that began or ended the transaction speaks: 1, or 2 for an epoch of its own for each transaction (KIP-890); 2 also when it was fenced.</summary>
    public sbyte Version { get; init; } = 1;

    /// <summary>When the transaction began, in Unix milliseconds; -1 when none did since the last InitProducerId.</summary>
    public long StartTimestampMs { get; init; } = -1;

    /// <summary>When anything last happened, in Unix milliseconds.</summary>
    public long UpdateTimestampMs { get; init; }

    /// <summary>The partitions in the transaction. Empty unless Ongoing or Prepare.</summary>
    public ImmutableSortedSet<TopicPartition> Partitions { get; init; } = [];

    /// <summary>The groups in the transaction, with their offsets that wait for its end. Empty unless Ongoing: PrepareCommit makes them the groups' own.</summary>
    public ImmutableSortedDictionary<string, ImmutableDictionary<TopicPartition, CommittedOffset>> PendingOffsets { get; init; } = NoOffsets;

    /// <summary>Whether the end is decided and partitions have to be told.</summary>
    public bool IsEnding => State is TransactionState.PrepareCommit or TransactionState.PrepareAbort;

    /// <summary>Whether the markers carry an epoch above that of the records.</summary>
    public bool EndsLowerEpochs => Version >= TransactionTransitions.EpochPerTransaction;

    /// <summary>Whether the group has an offset in the partition that waits for the end of this transaction.</summary>
    public bool HasPendingOffset(string consumerGroup, TopicPartition partition) =>
        PendingOffsets.TryGetValue(consumerGroup, out var offsets) && offsets.ContainsKey(partition);

    /// <summary>Compares partitions and offsets one by one.</summary>
    public bool Equals(TransactionImage? other) =>
        other is not null
        && TransactionalId == other.TransactionalId
        && State == other.State
        && (ProducerId, ProducerEpoch) == (other.ProducerId, other.ProducerEpoch)
        && (PreviousProducerId, LastProducerEpoch, NextProducerId) == (other.PreviousProducerId, other.LastProducerEpoch, other.NextProducerId)
        && (TimeoutMs, Version) == (other.TimeoutMs, other.Version)
        && (StartTimestampMs, UpdateTimestampMs) == (other.StartTimestampMs, other.UpdateTimestampMs)
        && Partitions.SetEquals(other.Partitions)
        && PendingOffsets.Count == other.PendingOffsets.Count
        && PendingOffsets.All(pair => other.PendingOffsets.TryGetValue(pair.Key, out var offsets) && AreEqual(pair.Value, offsets));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(TransactionalId, State, ProducerId, ProducerEpoch);

    private static bool AreEqual(ImmutableDictionary<TopicPartition, CommittedOffset> some, ImmutableDictionary<TopicPartition, CommittedOffset> others) =>
        some.Count == others.Count && some.All(pair => others.TryGetValue(pair.Key, out var offset) && offset == pair.Value);
}

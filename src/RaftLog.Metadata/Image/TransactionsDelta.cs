using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>The changes to <see cref="TransactionsImage"/>.</summary>
internal sealed class TransactionsDelta(TransactionsImage old)
{
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    private ImmutableSortedDictionary<string, TransactionImage> _byId = old.ById;

    public IReadOnlySet<string> Touched => _touched;

    /// <summary>Sets the state; what does not belong to it goes (<see cref="TransactionImage"/> says what does).</summary>
    public void Set(TransactionRecord record)
    {
        var before = _byId.GetValueOrDefault(record.TransactionalId);
        var transaction = record.ToImage();
        if (before is not null && (transaction.IsEnding || transaction.State == TransactionState.Ongoing))
        {
            transaction = transaction with { Partitions = before.Partitions };
            if (transaction.State == TransactionState.Ongoing)
            {
                transaction = transaction with { PendingOffsets = before.PendingOffsets };
            }
        }

        Put(transaction);
    }

    public void AddPartitions(TransactionPartitionsRecord record)
    {
        var transaction = Existing(record.TransactionalId);
        Invariant.Require(transaction.IsEnding || transaction.State == TransactionState.Ongoing);
        var added = record.Topics.SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Name, partition)));
        Put(transaction with { Partitions = transaction.Partitions.Union(added) });
    }

    public void AddOffsets(TransactionOffsetsRecord record)
    {
        var transaction = Existing(record.TransactionalId);
        Invariant.Require(transaction.State == TransactionState.Ongoing);
        var offsets = transaction.PendingOffsets.GetValueOrDefault(record.ConsumerGroup) ?? ImmutableDictionary<TopicPartition, CommittedOffset>.Empty;
        offsets = offsets.SetItems(OffsetCommitRecord.OffsetsIn(record.Topics, record.CommitTimestampMs));
        Put(transaction with { PendingOffsets = transaction.PendingOffsets.SetItem(record.ConsumerGroup, offsets) });
    }

    public void Remove(string transactionalId)
    {
        Invariant.Require(_byId.ContainsKey(transactionalId));
        _touched.Add(transactionalId);
        _byId = _byId.Remove(transactionalId);
    }

    /// <summary>Takes a topic out of all transactions: there is nothing to commit or to abort in it any more.</summary>
    public void RemoveTopic(string topic)
    {
        foreach (var transaction in _byId.Values)
        {
            if (transaction.Partitions.Any(partition => partition.Topic == topic))
            {
                Put(transaction with { Partitions = transaction.Partitions.Except(transaction.Partitions.Where(partition => partition.Topic == topic)) });
            }
        }

        RemoveOffsets(_ => true, partition => partition.Topic == topic);
    }

    /// <summary>Drops offsets of a group that wait for the end of a transaction.</summary>
    public void RemoveOffsets(string consumerGroup, Func<TopicPartition, bool> which) =>
        RemoveOffsets(group => group == consumerGroup, which);

    public TransactionsImage Finish()
    {
        if (_touched.Count == 0)
        {
            return old;
        }

        var ending = old.Ending.ToBuilder();
        var byGroup = old.ByGroup.ToBuilder();
        foreach (string id in _touched)
        {
            ending.Remove(id);
            if (old.TryGet(id, out var before))
            {
                Unlist(byGroup, before);
            }

            if (_byId.TryGetValue(id, out var now))
            {
                List(byGroup, now);
                if (now.IsEnding)
                {
                    ending.Add(id);
                }
            }
        }

        return new TransactionsImage(_byId, ending.ToImmutable(), byGroup.ToImmutable());
    }

    private static void List(ImmutableDictionary<string, ImmutableHashSet<string>>.Builder byGroup, TransactionImage transaction)
    {
        foreach (string group in transaction.PendingOffsets.Keys)
        {
            var ids = byGroup.GetValueOrDefault(group) ?? ImmutableHashSet.Create<string>(StringComparer.Ordinal);
            byGroup[group] = ids.Add(transaction.TransactionalId);
        }
    }

    private static void Unlist(ImmutableDictionary<string, ImmutableHashSet<string>>.Builder byGroup, TransactionImage transaction)
    {
        foreach (string group in transaction.PendingOffsets.Keys)
        {
            var ids = byGroup[group].Remove(transaction.TransactionalId);
            if (ids.IsEmpty)
            {
                byGroup.Remove(group);
            }
            else
            {
                byGroup[group] = ids;
            }
        }
    }

    private void RemoveOffsets(Func<string, bool> whose, Func<TopicPartition, bool> which)
    {
        foreach (var transaction in _byId.Values)
        {
            var pending = transaction.PendingOffsets;
            foreach (var (group, offsets) in transaction.PendingOffsets)
            {
                if (whose(group) && offsets.Keys.Any(which))
                {
                    pending = pending.SetItem(group, offsets.RemoveRange(offsets.Keys.Where(which)));
                }
            }

            if (!ReferenceEquals(pending, transaction.PendingOffsets))
            {
                Put(transaction with { PendingOffsets = pending });
            }
        }
    }

    private TransactionImage Existing(string transactionalId)
    {
        Invariant.Require(_byId.ContainsKey(transactionalId));
        return _byId[transactionalId];
    }

    private void Put(TransactionImage transaction)
    {
        _touched.Add(transaction.TransactionalId);
        _byId = _byId.SetItem(transaction.TransactionalId, transaction);
    }
}
